import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { queries } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { useTopicsChanged } from '../../api/topics.ts'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { notifyDone } from '../../components/notify.ts'
import { texts } from '../../languages/texts.ts'
import { TopicEffectView } from './topic-effect-view.tsx'

export interface RecreateTopicDialogProps {
  readonly clusterId: string
  readonly topic: string
  readonly onClose: () => void
}

/** Deletes a topic and makes it again, empty. */
export function RecreateTopicDialog({ clusterId, topic, onClose }: RecreateTopicDialogProps): ReactNode {
  const words = texts.topics
  const topicsChanged = useTopicsChanged()
  const recreate = useMutation(
    queries.topics.recreate.mutationOptions({
      onSuccess: async () => {
        onClose()
        notifyDone(words.recreated(topic))
        await topicsChanged()
      },
    }),
  )
  return (
    <ConfirmDialog
      title={words.recreateTitle(topic)}
      isOpen
      onClose={onClose}
      onConfirm={() => recreate.mutate({ clusterId, topic, confirmedName: topic })}
      confirmLabel={words.recreate}
      nameToType={topic}
      isBusy={recreate.isPending}
      problem={recreate.error && problemOf(recreate.error, words.notRecreated(topic))}
    >
      <p>{words.recreateWhat}</p>
      <TopicEffectView clusterId={clusterId} topic={topic} />
    </ConfirmDialog>
  )
}
