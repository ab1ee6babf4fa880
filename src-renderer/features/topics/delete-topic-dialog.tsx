import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { queries } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { useTopicsChanged } from '../../api/topics.ts'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { notifyDone } from '../../components/notify.ts'
import { texts } from '../../languages/texts.ts'
import { TopicEffectView } from './topic-effect-view.tsx'

export interface DeleteTopicDialogProps {
  readonly clusterId: string
  readonly topic: string
  readonly onClose: () => void
}

export function DeleteTopicDialog({ clusterId, topic, onClose }: DeleteTopicDialogProps): ReactNode {
  const words = texts.topics
  const navigate = useNavigate()
  const topicsChanged = useTopicsChanged()
  const remove = useMutation(
    queries.topics.delete.mutationOptions({
      onSuccess: async () => {
        await navigate({ to: '/clusters/$clusterId/topics', params: { clusterId } })
        notifyDone(words.deleted(topic))
        await topicsChanged()
      },
    }),
  )
  return (
    <ConfirmDialog
      title={words.deleteTitle(topic)}
      isOpen
      onClose={onClose}
      onConfirm={() => remove.mutate({ clusterId, topic, confirmedName: topic })}
      confirmLabel={words.delete}
      nameToType={topic}
      isBusy={remove.isPending}
      problem={remove.error && problemOf(remove.error, words.notDeleted(topic))}
    >
      <p>{words.deleteWhat}</p>
      <TopicEffectView clusterId={clusterId} topic={topic} />
    </ConfirmDialog>
  )
}
