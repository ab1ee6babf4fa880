import { IconPencil, IconSend } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { client, queries } from '../../api/client.ts'
import { useClusters, useWhyReadOnly } from '../../api/clusters.ts'
import { problemOf } from '../../api/problem.ts'
import type { Content, Message } from '../../api/scans.ts'
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
}

type OnRecord = ResendRecordProps & { readonly message: Message; readonly onClose: () => void }

/** Writes a record once more, byte for byte, to its own topic or to another one, of this cluster or of another. */
export function ResendRecord(props: ResendRecordProps): ReactNode {
  const { clusterId, topic, place } = props
  const [open, setOpen] = useState<{ readonly how: 'same' | 'edited'; readonly message: Message } | null>(null)
  // The screen has only the beginning of a large record: all of it is fetched when it is to go out.
  const fetchWhole = useMutation({
    mutationFn: async (how: 'same' | 'edited') => {
      const { partition, offset } = place
      return { how, message: await client.messages.get({ clusterId, topic, partition, offset }) }
    },
    onSuccess: setOpen,
    onError: (error) => notifyProblem(problemOf(error, texts.messages.theRecordCouldNot)),
  })
  const close = (): void => setOpen(null)
  return (
    <>
      <IconButton label={texts.messages.reSendThisRecord} onClick={() => fetchWhole.mutate('same')}>
        <IconSend size={14} />
      </IconButton>
      <IconButton label={texts.messages.produceAgainEdited} onClick={() => fetchWhole.mutate('edited')}>
        <IconPencil size={14} />
      </IconButton>
      {open?.how === 'same' && <ResendDialog {...props} message={open.message} onClose={close} />}
      {open?.how === 'edited' && <EditedDialog {...props} message={open.message} onClose={close} />}
    </>
  )
}

function ResendDialog(props: OnRecord): ReactNode {
  const { clusterId, topic, message, onClose } = props
  const [target, setTarget] = useState({ clusterId, topic, keepsTimestamp: false })
  const input = { clusterId: target.clusterId }
  const readOnly = useWhyReadOnly(target.clusterId)
  const topicsChanged = useTopicsChanged()
  const resend = useMutation(queries.producing.produce.mutationOptions({ onSuccess: () => topicsChanged() }))
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
            onClick={() => resend.mutate({ ...copyOf(message, target.keepsTimestamp), ...input, topic: target.topic })}
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
function EditedDialog({ clusterId, topic, message, onClose }: OnRecord): ReactNode {
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

function copyOf({ keyBase64, valueBase64, headers, timestamp }: Message, keepsTimestamp: boolean) {
  return {
    partition: null,
    key: contentOf(keyBase64),
    value: contentOf(valueBase64),
    headers: headers.map((header) => ({ key: header.key, value: contentOf(header.valueBase64) })),
    timestamp: keepsTimestamp && timestamp >= 0n ? timestamp : null,
    compression: 'none',
    acks: 'all',
  } as const
}

function contentOf(base64: string | null): Content {
  return base64 === null ? { kind: 'null' } : { kind: 'base64', base64 }
}
