import type { Partition } from '../../partitions/partition.ts'
import type { TransactionStart } from '../../partitions/transaction-starts.ts'
import { errorCode } from '../../protocol/error-codes.ts'
import type { ProduceRequest } from '../../protocol/messages/produce.ts'
import { BatchView, batchOverheadBytes } from '../../records/batch-view.ts'
import type { RequestContext } from '../handler.ts'
import { findPermittedPartition } from '../partition-lookup.ts'
import { enterTransaction, type PartitionStart, type TransactionSupport } from './enter-transaction.ts'

export interface Refusal {
  readonly code: number
  readonly message: string | null
}

/**
 * Whether a partition's records may be appended, as far as transactions are concerned; null when they may.
 * @throws OutOfOrderSequenceError when an earlier batch of the producer is to come first.
 */
export type Admission = (partition: Partition) => Refusal | null

const admitted: Admission = () => null

/** Looks at the transactional batches of a request, and takes their partitions into the transaction where that is asked for. */
export function admitToTransaction(request: ProduceRequest, context: RequestContext): Admission {
  if (!hasTransactionalBatch(request)) return admitted
  const batches = transactionalBatches(request)
  const [first] = batches
  if (first === undefined) return admitted
  const { transactionalId } = request
  if (transactionalId === null || !context.access.allows('write', 'transactionalId', transactionalId)) {
    return refuseAll(errorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED)
  }
  const { producerId, producerEpoch } = first.view
  if (batches.some(({ view }) => view.producerId !== producerId || view.producerEpoch !== producerEpoch)) {
    return refuseAll(errorCode.INVALID_PRODUCER_ID_MAPPING)
  }
  const support = supportOf(context.version)
  const starts = batches.flatMap(({ view, reference }): PartitionStart[] => {
    const partition = findPermittedPartition(context, 'write', reference)
    const sequence = view.baseSequence
    const start = { producerId, producerEpoch, sequence, mustBeginAtZero: support === 'adds-partitions' }
    return typeof partition === 'number' ? [] : [{ partition, start }]
  })
  const producer = { transactionalId, producerId, producerEpoch }
  const refused = enterTransaction(context.broker, { producer, support, starts })
  const startOf = new Map(starts.map(({ partition, start }): [Partition, TransactionStart] => [partition, start]))
  return (partition) => {
    const code = refused.get(partition)
    if (code !== undefined) return refusal(code, support)
    const start = startOf.get(partition)
    if (start !== undefined) partition.checkTransactionStart(start)
    return null
  }
}

/** What nearly all requests are asked, so nothing is made on the way. */
function hasTransactionalBatch({ topicData }: ProduceRequest): boolean {
  for (const { partitionData } of topicData) {
    for (const { records } of partitionData) {
      if (records !== null && isTransactionalBatch(records)) return true
    }
  }
  return false
}

/** The attributes are at 21, their low byte at 22. */
function isTransactionalBatch(records: Uint8Array): boolean {
  return records.byteLength >= batchOverheadBytes && records[16] === 2 && ((records[22] ?? 0) & 0x10) !== 0
}

function transactionalBatches({ topicData }: ProduceRequest) {
  return topicData.flatMap(({ name, topicId, partitionData }) =>
    partitionData.flatMap(({ index, records }) => {
      if (records === null || !isTransactionalBatch(records)) return []
      const view = new BatchView(records)
      return view.hasProducerId ? [{ view, reference: { topic: name, topicId, partition: index } }] : []
    }),
  )
}

function supportOf(version: number): TransactionSupport {
  if (version >= 12) return 'adds-partitions'
  return version === 11 ? 'knows-abortable' : 'older'
}

function refuseAll(code: number): Admission {
  return () => ({ code, message: null })
}

/** What a producer cannot make sense of becomes an error after which it just tries again. */
function refusal(code: number, support: TransactionSupport): Refusal {
  if (code === errorCode.INVALID_TXN_STATE) return { code, message: 'Partition was not added to the transaction' }
  const isPassing =
    code === errorCode.COORDINATOR_LOAD_IN_PROGRESS ||
    code === errorCode.COORDINATOR_NOT_AVAILABLE ||
    (code === errorCode.CONCURRENT_TRANSACTIONS && support !== 'adds-partitions')
  if (!isPassing) return { code, message: null }
  const message = `It could not be verified that the partition is part of the transaction: error ${code}.`
  return { code: errorCode.NOT_ENOUGH_REPLICAS, message }
}
