import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { queries } from '../../api/client.ts'
import { useNameToType } from '../../api/clusters.ts'
import { problemOf } from '../../api/problem.ts'
import { useTopicsChanged } from '../../api/topics.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { NumberField } from '../../components/fields.tsx'
import { Stack } from '../../components/layout.tsx'
import { notifyDone } from '../../components/notify.ts'
import { useTypedName } from '../../components/typed-name.tsx'
import { texts } from '../../languages/texts.ts'

export interface AddPartitionsDialogProps {
  readonly clusterId: string
  readonly topic: string
  readonly currentCount: number
  readonly isOpen: boolean
  readonly onClose: () => void
}

export function AddPartitionsDialog(props: AddPartitionsDialogProps): ReactNode {
  const { clusterId, topic, currentCount, isOpen, onClose } = props
  const words = texts.topics
  const [wanted, setWanted] = useState<number | null>(null)
  const topicsChanged = useTopicsChanged()
  const { field, isTyped, confirmedName } = useTypedName(useNameToType(clusterId, topic))
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
        notifyDone(words.hasPartitions(topic, total))
      },
    }),
  )
  return (
    <Dialog
      title={words.addPartitions}
      size="small"
      isOpen={isOpen}
      onClose={close}
      actions={
        <>
          <Button onClick={close}>{words.cancel}</Button>
          <Button
            tone="primary"
            isDisabled={!isAllowed || !isTyped}
            isBusy={add.isPending}
            onClick={() => add.mutate({ clusterId, topic, totalPartitionCount: total, confirmedName })}
          >
            {words.add}
          </Button>
        </>
      }
    >
      <Stack>
        <NumberField
          label={words.newTotal}
          description={words.hasNow(currentCount)}
          value={total}
          onChange={setWanted}
          min={currentCount + 1}
          max={10_000}
          error={isAllowed ? null : words.between(currentCount + 1, 10_000)}
        />
        <div>{words.addWarning}</div>
        {field}
        {add.error && <ErrorView problem={problemOf(add.error, words.notAdded)} />}
      </Stack>
    </Dialog>
  )
}
