import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { queries } from '../../api/client.ts'
import type { GroupDetail } from '../../api/groups.ts'
import { useNameToType } from '../../api/clusters.ts'
import { useGroupsChanged } from '../../api/groups.ts'
import { problemOf } from '../../api/problem.ts'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { notifyDone } from '../../components/notify.ts'
import { texts } from '../../languages/texts.ts'

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
  const asked = useNameToType(clusterId, groupId)
  const deletion = useMutation(
    queries.groups.delete.mutationOptions({
      onSuccess: async () => {
        onClose()
        await navigate({ to: '/clusters/$clusterId/groups', params: { clusterId } })
        notifyDone(texts.groups.deletion.done(groupId))
        await groupsChanged()
      },
    }),
  )
  return (
    <ConfirmDialog
      title={texts.groups.deletion.title(groupId)}
      isOpen={isOpen}
      onClose={() => {
        deletion.reset()
        onClose()
      }}
      onConfirm={() => deletion.mutate({ clusterId, groupId, confirmedName: asked.nameToType ?? null })}
      confirmLabel={texts.groups.deletion.confirm}
      {...asked}
      isBusy={deletion.isPending}
      problem={deletion.error && problemOf(deletion.error, texts.groups.deletion.failed(groupId))}
    >
      {effectOf(group)}
    </ConfirmDialog>
  )
}

function effectOf(group: GroupDetail): string {
  const words = texts.groups.deletion
  const committedCount = group.partitions.filter(({ committedOffset }) => committedOffset !== null).length
  if (committedCount === 0) return words.withoutOffsets
  return group.type === 'share' ? words.ofShare(committedCount) : words.withOffsets(committedCount)
}
