import { addOffsetsToTxn, type AddOffsetsToTxnRequest } from '../protocol/messages/add-offsets-to-txn.ts'
import { errorCode } from '../protocol/error-codes.ts'
import type { BrokerContext } from './broker-context.ts'
import { codeOfTransactionError } from './error-translation.ts'
import { handler } from './handler.ts'
import { ensureOffsetsTopic, offsetsTopicName } from './internal-topics.ts'

/** Takes the partition of `__consumer_offsets` that holds the group into the transaction. */
export const addOffsetsToTxnHandler = handler(addOffsetsToTxn, async (request, { broker, version, access }) => {
  if (!access.allows('write', 'transactionalId', request.transactionalId)) {
    return { errorCode: errorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED }
  }
  if (!access.allows('read', 'group', request.groupId)) return { errorCode: errorCode.GROUP_AUTHORIZATION_FAILED }
  if (!(await ensureOffsetsTopic(broker))) return { errorCode: errorCode.COORDINATOR_NOT_AVAILABLE }
  return { errorCode: codeOfTransactionError(addOffsets(request, broker), { version, fencedSince: 2 }) }
})

function addOffsets({ groupId, ...producer }: AddOffsetsToTxnRequest, { transactions, groups }: BrokerContext) {
  const partitions = [{ topic: offsetsTopicName, partition: groups.partitionFor(groupId) }]
  // Clients that raise their epoch with each transaction do not send this request.
  return transactions.addPartitions({ ...producer, partitions, clientTransactionVersion: 0 })
}
