import type { GroupCoordinator } from '../../groups/group-coordinator.ts'
import type { HostedPartitions } from '../../partitions/hosted-partitions.ts'
import type { TransactionMarker } from '../../transactions/transaction-messages.ts'
import { offsetsTopicName } from '../internal-topics.ts'

/** The partition cannot take a marker at the moment: it is not here, or its groups are still being read. */
export class MarkerNotTakenError extends Error {
  override readonly name = 'MarkerNotTakenError'
}

export interface MarkerTargets {
  readonly partitions: HostedPartitions
  readonly groups: GroupCoordinator
  /** Milliseconds since 1970. */
  readonly now: number
}

/**
 * Ends a transaction in one partition; offsets of groups that were committed within it count from then on, or are dropped.
 * @throws MarkerNotTakenError; InvalidProducerEpochError, TransactionCoordinatorFencedError, LogStorageError, LogOfflineError
 */
export function appendMarker(marker: TransactionMarker, { partitions, groups, now }: MarkerTargets): void {
  const { topic, partition: index, producerId, outcome } = marker
  const partition = partitions.get(topic, index)
  if (partition === undefined) throw new MarkerNotTakenError(`${topic}-${index} is not here`)
  const isOfGroups = topic === offsetsTopicName
  if (isOfGroups && groups.isLoading(index)) throw new MarkerNotTakenError(`${topic}-${index} is still being read`)
  const { producerEpoch, coordinatorEpoch, transactionVersion } = marker
  partition.appendMarker({
    producerId,
    producerEpoch,
    coordinatorEpoch,
    transactionVersion,
    result: outcome,
    timestamp: BigInt(now),
  })
  if (!isOfGroups) return
  groups.replayTransactionEnd(index, { producerId, outcome: outcome === 'commit' ? 'committed' : 'aborted' })
}
