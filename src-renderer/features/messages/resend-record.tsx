import { IconPencil, IconSend } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { client, queries } from '../../api/client.ts'
import { useClusters, useWhyReadOnly } from '../../api/clusters.ts'
import { problemOf } from '../../api/problem.ts'
import type { Message } from '../../api/scans.ts'
import { useTopicsChanged } from '../../api/topics.ts'
import { Button, IconButton } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { FieldGrid } from '../../components/field-grid.tsx'
import { SelectField, SwitchField } from '../../components/fields.tsx'
import { Spacer, Stack } from '../../components/layout.tsx'
import { SuggestField } from '../../components/suggest-field.tsx'
import { notifyProblem } from '../../components/notify.ts'
import { ProduceDialog } from './produce-dialog.tsx'
import { draftOf } from './produce-draft.ts'
import { ProduceResult } from './produce-result.tsx'
import type { RecordPlace } from './record-place.ts'
import { texts } from '../../languages/texts.ts'

export interface ResendRecordProps {
  readonly clusterId: string
  readonly topic: string
  readonly place: RecordPlace
  readonly sizeBytes: number
}

interface DialogProps extends ResendRecordProps {
  readonly onClose: () => void
}

/** A form is of no use for more, and a page that holds it is slow. */
const LARGEST_EDITED_BYTES = 4 * 1024 * 1024

/** Writes a record once more, byte for byte or edited, to its own topic or to another one, of this cluster or of another. */
export function ResendRecord(props: ResendRecordProps): ReactNode {
  const { clusterId, topic, place, sizeBytes } = props
  const [isResending, setIsResending] = useState(false)
  const [edited, setEdited] = useState<Message | null>(null)
  // The screen has only the beginning of a large record: all of it is fetched when it is to be edited.
  const fetchWhole = useMutation({
    mutationFn: () => client.messages.get({ clusterId, topic, partition: place.partition, offset: place.offset }),
    onSuccess: setEdited,
    onError: (error) => notifyProblem(problemOf(error, texts.messages.theRecordCouldNot)),
  })
  return (
    <>
      <IconButton label={texts.messages.reSendThisRecord} onClick={() => setIsResending(true)}>
        <IconSend size={14} />
      </IconButton>
      <IconButton
        label={texts.messages.produceAgainEdited}
        whyDisabled={sizeBytes > LARGEST_EDITED_BYTES ? texts.messages.tooLargeToEdit : null}
        onClick={() => fetchWhole.mutate()}
      >
        <IconPencil size={14} />
      </IconButton>
      {isResending && <ResendDialog {...props} onClose={() => setIsResending(false)} />}
      {edited && <EditedDialog {...props} message={edited} onClose={() => setEdited(null)} />}
    </>
  )
}

function ResendDialog({ clusterId, topic, place, onClose }: DialogProps): ReactNode {
  const [target, setTarget] = useState({ clusterId, topic, keepsTimestamp: false })
  const from = { clusterId, topic, partition: place.partition, offset: place.offset }
  const readOnly = useWhyReadOnly(target.clusterId)
  const topicsChanged = useTopicsChanged()
  const resend = useMutation(queries.producing.resend.mutationOptions({ onSuccess: () => topicsChanged() }))
  return (
    <Dialog
      title={texts.messages.reSendThisRecord}
      isOpen
      onClose={onClose}
      actions={
        <>
          {resend.data && <ProduceResult {...target} result={resend.data} onFollow={onClose} />}
          <Spacer />
          <Button
            tone="primary"
            isBusy={resend.isPending}
            isDisabled={target.topic.trim() === ''}
            whyDisabled={readOnly}
            onClick={() => resend.mutate({ ...target, from })}
          >
            {texts.messages.reSend}
          </Button>
        </>
      }
    >
      <Stack gap={12}>
        <div>{texts.messages.keyValueAndHeaders}</div>
        <TargetFields {...target} onChange={(change) => setTarget({ ...target, ...change })} />
        <SwitchField
          label={texts.messages.keepItsTimestamp}
          isOn={target.keepsTimestamp}
          onChange={(keepsTimestamp) => setTarget({ ...target, keepsTimestamp })}
        />
        {resend.error && <ErrorView problem={problemOf(resend.error, texts.messages.theRecordWasNot)} />}
      </Stack>
    </Dialog>
  )
}

/** The same message in the form, exact to the byte, to be changed before it goes out. */
function EditedDialog({ clusterId, topic, message, onClose }: DialogProps & { message: Message }): ReactNode {
  const [target, setTarget] = useState({ clusterId, topic })
  const [initial] = useState(() => draftOf(message))
  return (
    <ProduceDialog
      {...target}
      title={texts.messages.produceAgainEdited}
      isOpen
      initial={initial}
      onClose={onClose}
      onProduced={NOTHING_TO_DO}
    >
      <TargetFields {...target} onChange={(change) => setTarget({ ...target, ...change })} />
    </ProduceDialog>
  )
}

const NOTHING_TO_DO = (): void => undefined

interface Target {
  readonly clusterId: string
  readonly topic: string
}

/** To which topic of which cluster. */
function TargetFields({
  clusterId,
  topic,
  onChange,
}: Target & { onChange: (change: Partial<Target>) => void }): ReactNode {
  const clusters = useClusters()
  const topics = useQuery(queries.topics.list.queryOptions({ input: { clusterId }, retry: false })).data ?? []
  return (
    <FieldGrid>
      <SelectField
        label={texts.messages.toTheCluster}
        value={clusterId}
        options={clusters.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(chosen) => onChange({ clusterId: chosen })}
      />
      <SuggestField
        label={texts.messages.toTheTopic}
        value={topic}
        suggestions={topics.map(({ name, partitionCount }) => ({
          value: name,
          detail: texts.messages.partitionCount(partitionCount),
        }))}
        onChange={(chosen) => onChange({ topic: chosen })}
      />
    </FieldGrid>
  )
}
