import { useMutation } from '@tanstack/react-query'
import type { KeyboardEvent, ReactNode } from 'react'
import { useState } from 'react'
import { queries } from '../../api/client.ts'
import { useWhyReadOnly } from '../../api/clusters.ts'
import { problemOf } from '../../api/problem.ts'
import { useSettings } from '../../api/settings.ts'
import { useTopicsChanged } from '../../api/topics.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { Spacer, Stack } from '../../components/layout.tsx'
import { parseTimestamp } from '../../formatting/timestamps.ts'
import { HeaderFields } from './header-fields.tsx'
import { KeyField } from './key-field.tsx'
import type { ProduceDraft } from './produce-draft.ts'
import {
  EMPTY_MESSAGE,
  keyDraft,
  messageOf,
  valueDraft,
  withHeader,
  withKey,
  withNewHeader,
  withoutHeader,
} from './produce-draft.ts'
import styles from './produce-dialog.module.css'
import { ProduceOptions } from './produce-options.tsx'
import { ProduceResult } from './produce-result.tsx'
import { ValueField } from './value-field.tsx'
import { texts } from '../../languages/texts.ts'

export interface ProduceDialogProps {
  readonly clusterId: string
  readonly topic: string
  readonly isOpen: boolean
  /** What stands in it at first, where that is another message. */
  readonly initial?: ProduceDraft
  /** Above the fields: where it goes, when that can be chosen. */
  readonly title?: string
  readonly children?: ReactNode
  readonly onClose: () => void
  readonly onProduced: () => void
}

const wrongTime = () => texts.messages.aTimeSuchAs
const FORM = 'produce-message'

/** Writes messages, one after the other: it stays open, and what was written last can be changed and written again. */
export function ProduceDialog(props: ProduceDialogProps): ReactNode {
  const { clusterId, topic, isOpen, onClose, onProduced, title = texts.messages.produceMessageTo(topic) } = props
  const [draft, setDraft] = useState<ProduceDraft>(props.initial ?? EMPTY_MESSAGE)
  const { message, timestampProblem } = useMessage(draft, { clusterId, topic })
  const produce = useProduce(onProduced)
  const readOnly = useWhyReadOnly(clusterId)
  const tombstone = useConfirmedTombstone(draft)
  const submit = (): void => {
    if (produce.isPending || message === null || readOnly !== null) return
    if (tombstone.isToBeConfirmed()) return
    produce.mutate(message)
  }
  return (
    <Dialog
      title={title}
      isOpen={isOpen}
      onClose={closing(produce, onClose)}
      size="large"
      actions={
        <>
          {tombstone.isAsked && <TombstoneQuestion draft={draft} onLeave={tombstone.leave} />}
          {!tombstone.isAsked && produce.data && (
            <ProduceResult
              clusterId={clusterId}
              topic={topic}
              result={produce.data}
              onFollow={closing(produce, onClose)}
            />
          )}
          {!tombstone.isAsked && <Spacer />}
          <Button
            tone={tombstone.isAsked ? 'danger' : 'primary'}
            type="submit"
            form={FORM}
            isBusy={produce.isPending}
            isDisabled={message === null}
            whyDisabled={readOnly}
            hint={texts.messages.ctrlEnter}
          >
            {tombstone.isAsked ? texts.messages.writeTheTombstone : texts.messages.produce}
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
        onKeyDownCapture={(event) => submitOnControlEnter(event, submit)}
      >
        <Stack gap={16}>
          {props.children}
          <MessageFields
            clusterId={clusterId}
            topic={topic}
            draft={draft}
            timestampProblem={timestampProblem}
            onChange={setDraft}
          />
          {produce.error && <ErrorView problem={problemOf(produce.error, texts.messages.theMessageWasNot)} />}
        </Stack>
      </form>
    </Dialog>
  )
}

/** A tombstone is asked about once more before it is written; any change of the message takes the question back. */
function useConfirmedTombstone(draft: ProduceDraft) {
  const [asked, setAsked] = useState<ProduceDraft | null>(null)
  const isAsked = asked === draft
  return {
    isAsked,
    leave: () => setAsked(null),
    isToBeConfirmed: (): boolean => {
      setAsked(draft.isTombstone && !isAsked ? draft : null)
      return draft.isTombstone && !isAsked
    },
  }
}

function TombstoneQuestion({ draft, onLeave }: { draft: ProduceDraft; onLeave: () => void }): ReactNode {
  const words = texts.messages
  return (
    <>
      <span role="alert" className={styles.question}>
        {draft.isKeyNull ? words.tombstoneWithoutKey : words.aTombstoneDeletes}
      </span>
      <Spacer />
      <Button onClick={onLeave}>{words.doNotWriteIt}</Button>
    </>
  )
}

function useProduce(onProduced: () => void) {
  const topicsChanged = useTopicsChanged()
  return useMutation(
    queries.producing.produce.mutationOptions({
      onSuccess: () => {
        onProduced()
        void topicsChanged()
      },
    }),
  )
}

function submitOnControlEnter(event: KeyboardEvent, submit: () => void): void {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
  event.preventDefault()
  event.stopPropagation()
  submit()
}

/** What was written last is not told of when the dialog is opened anew. */
function closing(produce: { readonly reset: () => void }, onClose: () => void): () => void {
  return () => {
    produce.reset()
    onClose()
  }
}

/** The message that a draft means; null while something of it is wrong or missing. */
function useMessage(draft: ProduceDraft, on: { readonly clusterId: string; readonly topic: string }) {
  const { timestamps: zone } = useSettings()
  const written = draft.timestamp.trim()
  const timestamp = written === '' ? null : parseTimestamp(written, zone)
  const timestampProblem = timestamp === null && written !== '' ? wrongTime() : null
  const isReady = timestampProblem === null && on.topic !== ''
  return { message: isReady ? messageOf(draft, { ...on, timestamp }) : null, timestampProblem }
}

interface MessageFieldsProps {
  readonly clusterId: string
  readonly topic: string
  readonly draft: ProduceDraft
  readonly timestampProblem: string | null
  readonly onChange: (change: (before: ProduceDraft) => ProduceDraft) => void
}

function MessageFields({ clusterId, topic, draft, timestampProblem, onChange }: MessageFieldsProps): ReactNode {
  const set = (change: Partial<ProduceDraft>): void => onChange((before) => ({ ...before, ...change }))
  const onTopic = { clusterId, topic }
  return (
    <>
      <KeyField
        {...onTopic}
        draft={keyDraft(draft)}
        onChange={(key) => onChange((before) => withKey(before, key))}
        onNull={(isKeyNull) => set({ isKeyNull, ...(isKeyNull && { key: '' }) })}
        onEncoding={(keyEncoding) => set({ keyEncoding })}
        onSchema={(keySchema) => set({ keySchema })}
      />
      <ValueField
        {...onTopic}
        draft={valueDraft(draft)}
        onChange={(value) => set({ value })}
        onTombstone={(isTombstone) => set({ isTombstone })}
        onEncoding={(valueEncoding) => set({ valueEncoding })}
        onSchema={(valueSchema) => set({ valueSchema })}
      />
      <HeaderFields
        headers={draft.headers}
        onAdd={() => onChange(withNewHeader)}
        onChange={(id, change) => onChange((before) => withHeader(before, id, change))}
        onRemove={(id) => onChange((before) => withoutHeader(before, id))}
      />
      <ProduceOptions {...onTopic} draft={draft} timestampProblem={timestampProblem} onChange={set} />
    </>
  )
}
