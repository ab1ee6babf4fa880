import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { queries } from '../../api/client.ts'
import type { GroupDetail } from '../../api/groups.ts'
import { useNameToType } from '../../api/clusters.ts'
import { useGroupsChanged } from '../../api/groups.ts'
import { problemOf } from '../../api/problem.ts'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { notifyDone, notifyProblem } from '../../components/notify.ts'
import { texts } from '../../languages/texts.ts'

/** Of one partition, or with null of the whole topic. */
export interface OffsetsToDelete {
  readonly topic: string
  readonly partition: number | null
}

interface DeleteOffsetsDialogProps {
  readonly clusterId: string
  readonly group: GroupDetail
  readonly wanted: OffsetsToDelete
  readonly onClose: () => void
}

export function DeleteOffsetsDialog({ clusterId, group, wanted, onClose }: DeleteOffsetsDialogProps): ReactNode {
  const { groupId } = group
  const { topic, partition } = wanted
  const words = texts.groups.deleteOffsets
  const groupsChanged = useGroupsChanged()
  const asked = useNameToType(clusterId, groupId)
  const deletion = useMutation(
    queries.groups.deleteOffsets.mutationOptions({
      onSuccess: ({ changedPartitionCount, refused }) => {
        onClose()
        if (refused.length === 0) notifyDone(words.done(changedPartitionCount))
        else {
          const why = refused.map((each) => `${each.topic}-${each.partition}: ${each.why}`).join(' ')
          notifyProblem({ what: words.partly(changedPartitionCount, refused.length), why, remedy: '' })
        }
        void groupsChanged()
      },
    }),
  )
  const place = partition === null ? topic : `${topic}-${partition}`
  const committed = group.partitions.filter(
    (each) => each.topic === topic && each.committedOffset !== null && (partition ?? each.partition) === each.partition,
  )
  return (
    <ConfirmDialog
      title={words.title(groupId, place)}
      isOpen
      onClose={onClose}
      onConfirm={() => {
        const scope = [{ topic, partitions: partition === null ? null : [partition] }]
        deletion.mutate({ clusterId, groupId, scope, confirmedName: asked.nameToType ?? null })
      }}
      confirmLabel={words.confirm}
      {...asked}
      isBusy={deletion.isPending}
      problem={deletion.error && problemOf(deletion.error, texts.groups.nothingChanged)}
    >
      {group.type === 'share' ? words.shareEffect(committed.length) : words.effect(committed.length)}
    </ConfirmDialog>
  )
}
