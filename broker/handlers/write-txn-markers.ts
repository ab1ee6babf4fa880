import { errorCode } from '../protocol/error-codes.ts'
import { writeTxnMarkers, type WriteTxnMarkersRequest } from '../protocol/messages/write-txn-markers.ts'
import type { TransactionVersion } from '../transactions/transaction.ts'
import type { BrokerContext } from './broker-context.ts'
import { codeOfThrown } from './error-translation.ts'
import { handler } from './handler.ts'
import { offsetsTopicName } from './internal-topics.ts'
import { appendMarker, MarkerNotTakenError } from './transactions/append-marker.ts'

type Marker = WriteTxnMarkersRequest['markers'][number]
type Codes = Map<string, Map<number, number>>

/** Writes markers for somebody else: an administrator who aborts a transaction that hangs. */
export const writeTxnMarkersHandler = handler(writeTxnMarkers, ({ markers }, { broker, access }) => {
  const isAllowed = access.allowsOnCluster('alter') || access.allowsOnCluster('clusterAction')
  // Markers of one producer share one answer.
  const producers = new Map<bigint, Codes>()
  for (const marker of markers) {
    const codes: Codes = producers.get(marker.producerId) ?? new Map<string, Map<number, number>>()
    producers.set(marker.producerId, codes)
    for (const { name, partitionIndexes } of marker.topics) {
      const ofTopic = codes.get(name) ?? new Map<number, number>()
      codes.set(name, ofTopic)
      for (const index of partitionIndexes) {
        const target = { topic: name, partition: index }
        ofTopic.set(index, isAllowed ? write(marker, target, broker) : errorCode.CLUSTER_AUTHORIZATION_FAILED)
      }
    }
  }
  return {
    markers: [...producers].map(([producerId, codes]) => ({
      producerId,
      topics: [...codes].map(([name, ofTopic]) => ({
        name,
        partitions: [...ofTopic].map(([partitionIndex, code]) => ({ partitionIndex, errorCode: code })),
      })),
    })),
  }
})

function write(
  { producerId, producerEpoch, coordinatorEpoch, transactionResult, transactionVersion }: Marker,
  target: { readonly topic: string; readonly partition: number },
  { partitions, groups, clock }: BrokerContext,
): number {
  const marker = {
    ...target,
    producerId,
    producerEpoch,
    coordinatorEpoch,
    outcome: transactionResult ? 'commit' : 'abort',
    transactionVersion: versionOf(transactionVersion),
  } as const
  try {
    appendMarker(marker, { partitions, groups, now: clock.now() })
    return errorCode.NONE
  } catch (error) {
    if (error instanceof MarkerNotTakenError) return codeOfNotTaken(target, partitions)
    const code = codeOfThrown(error)
    if (code === null) throw error
    return code
  }
}

function codeOfNotTaken(
  { topic, partition }: { topic: string; partition: number },
  partitions: BrokerContext['partitions'],
) {
  const isHere = partitions.get(topic, partition) !== undefined
  return isHere && topic === offsetsTopicName ? errorCode.NOT_LEADER_OR_FOLLOWER : errorCode.UNKNOWN_TOPIC_OR_PARTITION
}

function versionOf(transactionVersion: number): TransactionVersion {
  return transactionVersion >= 2 ? 2 : transactionVersion === 1 ? 1 : 0
}
