import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useState } from 'react'
import type { Quota, QuotaKey } from '../../api/access.ts'
import { useAccessChanged } from '../../api/access.ts'
import { queries } from '../../api/client.ts'
import { useNameToType } from '../../api/clusters.ts'
import { problemOf } from '../../api/problem.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { FieldGrid } from '../../components/field-grid.tsx'
import { SelectField, TextField } from '../../components/fields.tsx'
import { Stack } from '../../components/layout.tsx'
import { notifyDone } from '../../components/notify.ts'
import { Panel } from '../../components/page.tsx'
import { useTypedName } from '../../components/typed-name.tsx'
import { texts } from '../../languages/texts.ts'
import { entityWords, quotaSentence } from './acl-sentence.ts'
import {
  ENTITY_KINDS,
  entityOf,
  keysOf,
  kindOf,
  limitChanges,
  type EntityKind,
  type LimitDraft,
} from './quota-draft.ts'

export interface QuotaDialogProps {
  readonly clusterId: string
  /** Null: a new one. */
  readonly quota: Quota | null
  readonly onClose: () => void
}

export function QuotaDialog({ clusterId, quota, onClose }: QuotaDialogProps): ReactNode {
  const words = texts.security
  const [kind, setKind] = useState<EntityKind>(quota === null ? 'user' : kindOf(quota.entity))
  const [names, setNames] = useState({ user: '', clientId: '', ip: '' })
  const [limits, setLimits] = useState<LimitDraft>(
    Object.fromEntries((quota?.limits ?? []).map(({ key, value }) => [key, String(value)])),
  )
  const accessChanged = useAccessChanged()
  const entity = quota?.entity ?? entityOf(kind, names)
  const changes = limitChanges(limits, quota)
  const { field, isTyped, confirmedName } = useTypedName(useNameToType(clusterId))
  const set = useMutation(
    queries.access.changeQuota.mutationOptions({
      onSuccess: async () => {
        onClose()
        notifyDone(words.quotaChanged)
        await accessChanged()
      },
    }),
  )
  return (
    <Dialog
      title={quota === null ? words.createQuota : words.changeQuota}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{words.cancel}</Button>
          <Button
            tone="primary"
            isDisabled={changes === null || changes.length === 0 || !isTyped}
            isBusy={set.isPending}
            onClick={() => changes !== null && set.mutate({ clusterId, entity, limits: changes, confirmedName })}
          >
            {quota === null ? words.create : words.save}
          </Button>
        </>
      }
    >
      <Stack gap={14}>
        {quota === null ? (
          <EntityFields kind={kind} names={names} onKind={setKind} onNames={setNames} />
        ) : (
          <div>{entityWords(quota.entity)}</div>
        )}
        <FieldGrid align="end">
          {keysOf(kind).map((key) => (
            <LimitField
              key={key}
              name={key}
              value={limits[key] ?? ''}
              onChange={(value) => setLimits({ ...limits, [key]: value })}
            />
          ))}
        </FieldGrid>
        <Meaning entity={entity} limits={limits} />
        {field}
        {set.error && <ErrorView problem={problemOf(set.error, words.quotaNotChanged)} />}
      </Stack>
    </Dialog>
  )
}

/** What will hold, as a sentence. */
function Meaning({ entity, limits }: { entity: Quota['entity']; limits: LimitDraft }): ReactNode {
  const held = Object.entries(limits).flatMap(([key, text]) => {
    const value = Number(text)
    return text.trim() !== '' && value > 0 ? [{ key, value }] : []
  })
  return held.length > 0 && <Panel padding={12}>{quotaSentence({ entity, limits: held })}</Panel>
}

function LimitField(props: { name: QuotaKey; value: string; onChange: (value: string) => void }): ReactNode {
  const words = texts.security
  const isWrong = props.value.trim() !== '' && !(Number(props.value) > 0)
  return (
    <TextField
      label={words.limitNames[props.name]}
      placeholder={words.noLimit}
      value={props.value}
      onChange={props.onChange}
      error={isWrong ? '> 0' : null}
    />
  )
}

interface Names {
  readonly user: string
  readonly clientId: string
  readonly ip: string
}

interface EntityFieldsProps {
  readonly kind: EntityKind
  readonly names: Names
  readonly onKind: (kind: EntityKind) => void
  readonly onNames: (names: Names) => void
}

function EntityFields({ kind, names, onKind, onNames }: EntityFieldsProps): ReactNode {
  const words = texts.security
  const field = (name: keyof Names, label: string): ReactNode => (
    <TextField
      label={label}
      description={words.entityHint}
      value={names[name]}
      onChange={(value) => onNames({ ...names, [name]: value })}
      isMonospace
    />
  )
  return (
    <FieldGrid align="end">
      <SelectField
        label={words.quotaFor}
        value={kind}
        options={ENTITY_KINDS.map((value) => ({ value, label: words.entityKinds[value] }))}
        onChange={onKind}
      />
      {(kind === 'user' || kind === 'userAndClientId') && field('user', words.entityUser)}
      {(kind === 'clientId' || kind === 'userAndClientId') && field('clientId', words.entityClientId)}
      {kind === 'ip' && field('ip', words.entityIp)}
    </FieldGrid>
  )
}
