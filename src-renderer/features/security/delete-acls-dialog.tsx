import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { AclBinding } from '../../api/access.ts'
import { useAccessChanged } from '../../api/access.ts'
import { queries } from '../../api/client.ts'
import { useNameToType } from '../../api/clusters.ts'
import { problemOf } from '../../api/problem.ts'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { notifyDone } from '../../components/notify.ts'
import { texts } from '../../languages/texts.ts'
import { keyOfAcl } from './acl-columns.tsx'
import { aclSentence } from './acl-sentence.ts'

export interface DeleteAclsDialogProps {
  readonly clusterId: string
  readonly bindings: readonly AclBinding[]
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly onDeleted: () => void
}

export function DeleteAclsDialog(props: DeleteAclsDialogProps): ReactNode {
  const { clusterId, bindings, isOpen, onClose, onDeleted } = props
  const words = texts.security
  const asked = useNameToType(clusterId)
  const accessChanged = useAccessChanged()
  const remove = useMutation(
    queries.access.deleteAcls.mutationOptions({
      onSuccess: async ({ deletedCount }) => {
        onClose()
        onDeleted()
        notifyDone(words.aclsDeleted(words.aclCount(deletedCount)))
        await accessChanged()
      },
    }),
  )
  return (
    <ConfirmDialog
      title={words.deleteTitle}
      isOpen={isOpen}
      onClose={onClose}
      onConfirm={() => remove.mutate({ clusterId, bindings: [...bindings], confirmedName: asked.nameToType ?? null })}
      confirmLabel={words.delete}
      {...asked}
      isBusy={remove.isPending}
      problem={remove.error && problemOf(remove.error, words.aclsNotDeleted)}
    >
      {words.deleteWhat}
      <ul>
        {bindings.map((acl) => (
          <li key={keyOfAcl(acl)}>{aclSentence(acl)}</li>
        ))}
      </ul>
    </ConfirmDialog>
  )
}
