import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { queries } from '../../api/client.ts'
import type { GroupDetail } from '../../api/groups.ts'
import { useGroupsChanged } from '../../api/groups.ts'
import { problemOf } from '../../api/problem.ts'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { notifyDone } from '../../components/notify.ts'
import { formatCountOf } from '../../formatting/counts.ts'

export interface DeleteGroupDialogProps {
  readonly clusterId: string
  readonly group: GroupDetail
  readonly isOpen: boolean
  readonly onClose: () => void
}

export function DeleteGroupDialog({ clusterId, group, isOpen, onClose }: DeleteGroupDialogProps): ReactNode {
  const { groupId } = group
  const navigate = useNavigate()
  const groupsChanged = useGroupsChanged()
  const deletion = useMutation(
    queries.groups.delete.mutationOptions({
      onSuccess: async () => {
        onClose()
        await navigate({ to: '/clusters/$clusterId/groups', params: { clusterId } })
        notifyDone(`${groupId} was deleted.`)
        await groupsChanged()
      },
    }),
  )
  const committedCount = group.partitions.filter(({ committedOffset }) => committedOffset !== null).length
  return (
    <ConfirmDialog
      title={`Delete ${groupId}?`}
      isOpen={isOpen}
      onClose={() => {
        deletion.reset()
        onClose()
      }}
      onConfirm={() => deletion.mutate({ clusterId, groupId })}
      confirmLabel="Delete"
      isBusy={deletion.isPending}
      problem={deletion.error && problemOf(deletion.error, `${groupId} was not deleted.`)}
    >
      {committedCount === 0
        ? 'It has no committed offsets.'
        : `Its committed offsets in ${formatCountOf(committedCount, 'partition')} are lost. A consumer of this group that comes back starts where its auto.offset.reset says.`}
    </ConfirmDialog>
  )
}
