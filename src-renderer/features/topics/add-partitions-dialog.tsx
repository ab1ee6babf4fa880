import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { queries } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { useTopicsChanged } from '../../api/topics.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { NumberField } from '../../components/fields.tsx'
import { Stack } from '../../components/layout.tsx'
import { notifyDone } from '../../components/notify.ts'
import { formatCountOf } from '../../formatting/counts.ts'

export interface AddPartitionsDialogProps {
  readonly clusterId: string
  readonly topic: string
  readonly currentCount: number
  readonly isOpen: boolean
  readonly onClose: () => void
}

export function AddPartitionsDialog(props: AddPartitionsDialogProps): ReactNode {
  const { clusterId, topic, currentCount, isOpen, onClose } = props
  const [wanted, setWanted] = useState<number | null>(null)
  const topicsChanged = useTopicsChanged()
  const total = wanted ?? currentCount + 1
  const isAllowed = total > currentCount && total <= 10_000
  const close = (): void => {
    setWanted(null)
    add.reset()
    onClose()
  }
  const add = useMutation(
    queries.topics.addPartitions.mutationOptions({
      onSuccess: async () => {
        close()
        await topicsChanged()
        notifyDone(`${topic} has ${formatCountOf(total, 'partition')} now.`)
      },
    }),
  )
  return (
    <Dialog
      title="Add partitions"
      size="small"
      isOpen={isOpen}
      onClose={close}
      actions={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button
            tone="primary"
            isDisabled={!isAllowed}
            isBusy={add.isPending}
            onClick={() => add.mutate({ clusterId, topic, totalPartitionCount: total })}
          >
            Add
          </Button>
        </>
      }
    >
      <Stack>
        <NumberField
          label="New number in total"
          description={`The topic has ${formatCountOf(currentCount, 'partition')}.`}
          value={total}
          onChange={setWanted}
          min={currentCount + 1}
          max={10_000}
          error={isAllowed ? null : `Between ${currentCount + 1} and 10 000`}
        />
        <div>
          Partitions cannot be taken away again. New messages of a key may go to another partition than those that are
          there already.
        </div>
        {add.error && <ErrorView problem={problemOf(add.error, 'No partitions were added.')} />}
      </Stack>
    </Dialog>
  )
}
