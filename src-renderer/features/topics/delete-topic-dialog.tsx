import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { queries } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import type { TopicDetail } from '../../api/topics.ts'
import { useTopicsChanged } from '../../api/topics.ts'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { notifyDone } from '../../components/notify.ts'
import { formatCountOf } from '../../formatting/counts.ts'
import { messageCountOf } from './topic-sums.ts'

export interface DeleteTopicDialogProps {
  readonly clusterId: string
  readonly topic: string
  readonly detail: TopicDetail | undefined
  readonly isOpen: boolean
  readonly onClose: () => void
}

export function DeleteTopicDialog({ clusterId, topic, detail, isOpen, onClose }: DeleteTopicDialogProps): ReactNode {
  const navigate = useNavigate()
  const topicsChanged = useTopicsChanged()
  const remove = useMutation(
    queries.topics.delete.mutationOptions({
      onSuccess: async () => {
        await navigate({ to: '/clusters/$clusterId/topics', params: { clusterId } })
        notifyDone(`${topic} was deleted.`)
        await topicsChanged()
      },
    }),
  )
  const messages = detail ? messageCountOf(detail.partitions) : null
  return (
    <ConfirmDialog
      title={`Delete ${topic}?`}
      isOpen={isOpen}
      onClose={onClose}
      onConfirm={() => remove.mutate({ clusterId, topic, confirmedName: topic })}
      confirmLabel="Delete"
      nameToType={topic}
      isBusy={remove.isPending}
      problem={remove.error && problemOf(remove.error, `${topic} was not deleted.`)}
    >
      The topic and {messages === null ? 'all of its messages' : `its ${formatCountOf(messages, 'message')}`} are lost,
      and so are the offsets that groups have committed in it. There is no way back.
    </ConfirmDialog>
  )
}
