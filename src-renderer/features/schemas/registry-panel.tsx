import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { client, queries } from '../../api/client.ts'
import type { RegistryPlace } from '../../api/decoding.ts'
import { problemOf } from '../../api/problem.ts'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { FieldGrid } from '../../components/field-grid.tsx'
import { SelectField, TextField } from '../../components/fields.tsx'
import { Row, Stack } from '../../components/layout.tsx'
import { Panel } from '../../components/page.tsx'
import { Dim } from '../../components/text.tsx'
import { texts } from '../../languages/texts.ts'

interface RegistryDraft {
  readonly url: string
  readonly authKind: 'none' | 'basic' | 'bearer'
  readonly user: string
  readonly secret: string
}

const NONE: RegistryDraft = { url: '', authKind: 'none', user: '', secret: '' }
const authKinds = () =>
  [
    { value: 'none', label: texts.schemas.anyoneMayUseIt },
    { value: 'basic', label: texts.schemas.userAndPassword },
    { value: 'bearer', label: texts.schemas.token },
  ] as const

const EXAMPLE = 'http://localhost:8081'

/** The registry of a cluster. It is asked before it is kept; its secret stays in memory. */
export function RegistryPanel({ clusterId }: { clusterId: string }): ReactNode {
  const cache = useQueryClient()
  const { data: saved } = useQuery(queries.decoding.registry.queryOptions({ input: { clusterId } }))
  const [written, setWritten] = useState<RegistryDraft | null>(null)
  const draft = written ?? (saved ? { ...NONE, ...saved } : NONE)
  const change = (part: Partial<RegistryDraft>): void => setWritten({ ...draft, ...part })
  const keep = useMutation({
    mutationFn: async (registry: RegistryPlace | null) => {
      const found = registry === null ? null : await client.decoding.testRegistry({ registry })
      await client.decoding.setRegistry({ clusterId, registry })
      return found
    },
    onSuccess: async () => {
      setWritten(null)
      await Promise.all(
        [queries.decoding.key(), queries.messages.key(), queries.producing.key()].map((queryKey) =>
          cache.invalidateQueries({ queryKey }),
        ),
      )
    },
  })
  return (
    <Panel>
      <Stack gap={14}>
        <Dim>{texts.schemas.messagesThatNameA}</Dim>
        <RegistryFields draft={draft} onChange={change} />
        {saved?.needsSecret === true && written === null && <Badge tone="warn">{texts.schemas.itsSecretIsKept}</Badge>}
        {keep.error && <ErrorView problem={problemOf(keep.error, texts.schemas.theSchemaRegistryCannot)} />}
        <Row gap={10}>
          <Button
            tone="primary"
            isBusy={keep.isPending}
            isDisabled={draft.url.trim() === ''}
            onClick={() => keep.mutate(placeOf(draft))}
          >
            {texts.schemas.testAndSave}
          </Button>
          {saved && (
            <Button
              onClick={() => {
                setWritten(NONE)
                keep.mutate(null)
              }}
            >
              {texts.schemas.withoutOne}
            </Button>
          )}
          <span role="status">{keep.data && texts.schemas.answersWith(keep.data.subjectCount)}</span>
        </Row>
      </Stack>
    </Panel>
  )
}

function placeOf({ url, authKind, user, secret }: RegistryDraft): RegistryPlace {
  if (authKind === 'basic') return { url: url.trim(), auth: { kind: 'basic', user, password: secret } }
  return { url: url.trim(), auth: authKind === 'bearer' ? { kind: 'bearer', token: secret } : { kind: 'none' } }
}

interface RegistryFieldsProps {
  readonly draft: RegistryDraft
  readonly onChange: (change: Partial<RegistryDraft>) => void
}

function RegistryFields({ draft, onChange }: RegistryFieldsProps): ReactNode {
  return (
    <>
      <TextField
        label={texts.schemas.address}
        isMonospace
        placeholder={EXAMPLE}
        value={draft.url}
        onChange={(url) => onChange({ url })}
      />
      <FieldGrid>
        <SelectField
          label={texts.schemas.whoYouAreTo}
          value={draft.authKind}
          options={authKinds()}
          onChange={(authKind) => onChange({ authKind })}
        />
        {draft.authKind === 'basic' && (
          <TextField label={texts.schemas.user} value={draft.user} onChange={(user) => onChange({ user })} />
        )}
        {draft.authKind !== 'none' && (
          <TextField
            label={draft.authKind === 'basic' ? texts.schemas.password : texts.schemas.token}
            isSecret
            value={draft.secret}
            onChange={(secret) => onChange({ secret })}
          />
        )}
      </FieldGrid>
    </>
  )
}
