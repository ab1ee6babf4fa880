import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { queries } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { useTopicsChanged } from '../../api/topics.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { Spacer, Stack } from '../../components/layout.tsx'
import { HeaderFields } from './header-fields.tsx'
import { KeyField } from './key-field.tsx'
import type { ProduceDraft } from './produce-draft.ts'
import { EMPTY_MESSAGE, messageOf, withHeader, withKey, withNewHeader, withoutHeader } from './produce-draft.ts'
import { ProduceOptions } from './produce-options.tsx'
import { ProduceResult } from './produce-result.tsx'
import { ValueField } from './value-field.tsx'

export interface ProduceDialogProps {
  readonly clusterId: string
  readonly topic: string
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly onProduced: () => void
}

const FORM = 'produce-message'

/** Writes messages, one after the other: it stays open, and what was written last can be changed and written again. */
export function ProduceDialog(props: ProduceDialogProps): ReactNode {
  const { clusterId, topic, isOpen, onClose, onProduced } = props
  const [draft, setDraft] = useState<ProduceDraft>(EMPTY_MESSAGE)
  const topicsChanged = useTopicsChanged()
  const produce = useMutation(
    queries.producing.produce.mutationOptions({
      onSuccess: () => {
        onProduced()
        void topicsChanged()
      },
    }),
  )
  const submit = (): void => {
    if (!produce.isPending) produce.mutate(messageOf(draft, { clusterId, topic }))
  }
  const close = (): void => {
    produce.reset()
    onClose()
  }
  return (
    <Dialog
      title={`Produce message to ${topic}`}
      isOpen={isOpen}
      onClose={close}
      size="large"
      actions={
        <>
          {produce.data && <ProduceResult clusterId={clusterId} topic={topic} result={produce.data} onFollow={close} />}
          <Spacer />
          <Button tone="primary" type="submit" form={FORM} isBusy={produce.isPending} hint="Ctrl Enter">
            Produce
          </Button>
        </>
      }
    >
      <form
        id={FORM}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
        onKeyDownCapture={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
          event.preventDefault()
          event.stopPropagation()
          submit()
        }}
      >
        <Stack gap={16}>
          <MessageFields clusterId={clusterId} topic={topic} draft={draft} onChange={setDraft} />
          {produce.error && <ErrorView problem={problemOf(produce.error, 'The message was not written.')} />}
        </Stack>
      </form>
    </Dialog>
  )
}

interface MessageFieldsProps {
  readonly clusterId: string
  readonly topic: string
  readonly draft: ProduceDraft
  readonly onChange: (change: (before: ProduceDraft) => ProduceDraft) => void
}

function MessageFields({ clusterId, topic, draft, onChange }: MessageFieldsProps): ReactNode {
  const set = (change: Partial<ProduceDraft>): void => onChange((before) => ({ ...before, ...change }))
  return (
    <>
      <KeyField
        value={draft.key}
        isNull={draft.isKeyNull}
        onChange={(key) => onChange((before) => withKey(before, key))}
        onNull={(isKeyNull) => set({ isKeyNull, ...(isKeyNull && { key: '' }) })}
      />
      <ValueField
        value={draft.value}
        isTombstone={draft.isTombstone}
        onChange={(value) => set({ value })}
        onTombstone={(isTombstone) => set({ isTombstone })}
      />
      <HeaderFields
        headers={draft.headers}
        onAdd={() => onChange(withNewHeader)}
        onChange={(id, change) => onChange((before) => withHeader(before, id, change))}
        onRemove={(id) => onChange((before) => withoutHeader(before, id))}
      />
      <ProduceOptions clusterId={clusterId} topic={topic} draft={draft} onChange={set} />
    </>
  )
}
