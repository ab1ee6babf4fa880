import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { queries } from '../../api/client.ts'
import { useGroupsChanged } from '../../api/groups.ts'
import { problemOf } from '../../api/problem.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { TextField } from '../../components/fields.tsx'
import { Stack } from '../../components/layout.tsx'
import { notifyDone } from '../../components/notify.ts'
import { texts } from '../../languages/texts.ts'

interface SaveSnapshotDialogProps {
  readonly clusterId: string
  readonly groupId: string
  readonly onClose: () => void
}

/** Keeps what the group has committed now under a name. */
export function SaveSnapshotDialog({ clusterId, groupId, onClose }: SaveSnapshotDialogProps): ReactNode {
  const [name, setName] = useState('')
  const groupsChanged = useGroupsChanged()
  const words = texts.groups.snapshots
  const saving = useMutation(
    queries.groups.saveSnapshot.mutationOptions({
      onSuccess: async (snapshot) => {
        notifyDone(words.saved(snapshot.name ?? ''))
        onClose()
        await groupsChanged()
      },
    }),
  )
  const save = (): void => {
    if (name.trim() !== '') saving.mutate({ clusterId, groupId, name })
  }
  return (
    <Dialog
      title={words.saveTitle(groupId)}
      isOpen
      onClose={onClose}
      size="small"
      actions={
        <>
          <Button onClick={onClose}>{texts.groups.cancel}</Button>
          <Button tone="primary" isDisabled={name.trim() === ''} isBusy={saving.isPending} onClick={save}>
            {words.saveIt}
          </Button>
        </>
      }
    >
      <Stack gap={14}>
        <TextField
          label={words.name}
          value={name}
          onChange={setName}
          hasInitialFocus
          onKeyDown={(event) => {
            if (event.key === 'Enter') save()
          }}
        />
        {saving.error && <ErrorView problem={problemOf(saving.error, words.notSaved)} />}
      </Stack>
    </Dialog>
  )
}
