import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { queries } from '../../api/client.ts'
import { useNameToType } from '../../api/clusters.ts'
import { problemOf } from '../../api/problem.ts'
import type { ProducerState } from '../../api/transactions.ts'
import { useTransactionsChanged } from '../../api/transactions.ts'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { notifyDone } from '../../components/notify.ts'
import { formatOffset } from '../../formatting/counts.ts'
import { texts } from '../../languages/texts.ts'

export interface AbortDialogProps {
  readonly clusterId: string
  readonly producer: ProducerState
  readonly onClose: () => void
}

/** Ends what a producer has open in one partition. */
export function AbortDialog({ clusterId, producer, onClose }: AbortDialogProps): ReactNode {
  const words = texts.transactions
  const transactionsChanged = useTransactionsChanged()
  const { topic, partition, openSinceOffset, producerId, hanging } = producer
  const place = `${topic}-${partition}`
  const asked = useNameToType(clusterId, topic)
  const abort = useMutation(
    queries.transactions.abort.mutationOptions({
      onSuccess: async () => {
        onClose()
        notifyDone(words.aborted(place))
        await transactionsChanged()
      },
    }),
  )
  if (openSinceOffset === null) return null
  const confirmedName = asked.nameToType ?? null
  return (
    <ConfirmDialog
      title={words.abortTitle}
      isOpen
      onClose={onClose}
      onConfirm={() => abort.mutate({ clusterId, topic, partition, openSinceOffset, confirmedName })}
      confirmLabel={words.abort}
      {...asked}
      isBusy={abort.isPending}
      problem={abort.error && problemOf(abort.error, words.notAborted)}
    >
      {words.abortWhat(String(producerId), place, formatOffset(openSinceOffset))}
      {hanging === null && <p>{words.abortKnown}</p>}
    </ConfirmDialog>
  )
}
