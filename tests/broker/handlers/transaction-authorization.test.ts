import { expect, test } from 'vitest'
import { errorCode } from '../../../broker/protocol/error-codes.ts'
import { addOffsetsToTxn } from '../../../broker/protocol/messages/add-offsets-to-txn.ts'
import { addPartitionsToTxn } from '../../../broker/protocol/messages/add-partitions-to-txn.ts'
import { createAcls } from '../../../broker/protocol/messages/create-acls.ts'
import { describeTransactions } from '../../../broker/protocol/messages/describe-transactions.ts'
import { findCoordinator } from '../../../broker/protocol/messages/find-coordinator.ts'
import { listTransactions } from '../../../broker/protocol/messages/list-transactions.ts'
import { txnOffsetCommit } from '../../../broker/protocol/messages/txn-offset-commit.ts'
import { writeTxnMarkers } from '../../../broker/protocol/messages/write-txn-markers.ts'
import {
  aclOperations,
  aclPatternTypes,
  aclPermissions,
  aclResourceTypes,
} from '../../../broker/security/authorizer/acl-terms.ts'
import type { KafkaConnection } from '../../support/kafka-connection.ts'
import { createTopic } from '../../support/kafka-requests.ts'
import { startBroker } from '../../support/start-broker.ts'
import {
  addPartitions,
  end,
  initTransactions,
  produceIn,
  type Producer,
} from '../../support/transactions/transactional-client.ts'

/** What no ACL names is open, so that each test closes what it is about. */
const config = {
  'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
  'allow.everyone.if.no.acl.found': 'true',
}

/** Somebody else alone may do anything to it. */
async function close(client: KafkaConnection, type: keyof typeof aclResourceTypes, resourceName: string) {
  const creation = {
    resourceType: aclResourceTypes[type],
    resourceName,
    resourcePatternType: aclPatternTypes.literal,
    principal: 'User:somebody',
    host: '*',
    operation: aclOperations.all,
    permissionType: aclPermissions.allow,
  }
  await client.request(createAcls, 3, { creations: [creation] })
}

const denied = errorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED

async function commitOffset(client: KafkaConnection, producer: Producer, groupId: string, topic: string) {
  const { transactionalId, producerId, producerEpoch } = producer
  const partitions = [{ partitionIndex: 0, committedOffset: 1n, committedMetadata: null }]
  const request = { transactionalId, groupId, producerId, producerEpoch, topics: [{ name: topic, partitions }] }
  const { topics } = await client.request(txnOffsetCommit, 5, request)
  return topics[0]?.partitions[0]?.errorCode
}

test('who may not use a transactional id is refused by everything that concerns it, and does not see it', async () => {
  await using broker = await startBroker({ config })
  await using client = await broker.connect()
  await createTopic(client, 'orders')
  const producer = await initTransactions(client, 'payments')
  await close(client, 'transactionalId', 'payments')

  expect((await initTransactions(client, 'payments')).errorCode).toBe(denied)
  expect(await produceIn(client, producer, { topic: 'orders' }, ['a'])).toBe(denied)
  expect(await addPartitions(client, producer, { orders: [0] })).toEqual([denied])
  expect((await end(client, producer, 'abort')).errorCode).toBe(denied)
  expect(await commitOffset(client, producer, 'billing', 'orders')).toBe(denied)
  const { transactionalId, producerId, producerEpoch } = producer
  const addOffsets = { transactionalId, producerId, producerEpoch, groupId: 'billing' }
  expect((await client.request(addOffsetsToTxn, 3, addOffsets)).errorCode).toBe(denied)
  const coordinator = { keyType: 1, coordinatorKeys: ['payments', 'open'] }
  const { coordinators } = await client.request(findCoordinator, 4, coordinator)
  expect(coordinators.map((each) => each.errorCode)).toEqual([denied, 0])
  const { transactionStates } = await client.request(describeTransactions, 0, { transactionalIds: ['payments'] })
  expect(transactionStates[0]?.errorCode).toBe(denied)
  const listed = await client.request(listTransactions, 2, { stateFilters: [], producerIdFilters: [] })
  expect(listed.transactionStates).toEqual([])
})

test('topics and groups that somebody may not use stay out of the transaction', async () => {
  await using broker = await startBroker({ config })
  await using client = await broker.connect()
  await createTopic(client, 'orders')
  await createTopic(client, 'secret')
  const producer = await initTransactions(client, 'payments')
  await close(client, 'topic', 'secret')
  await close(client, 'group', 'secret')

  expect(await addPartitions(client, producer, { orders: [0], secret: [0], __consumer_offsets: [0] })).toEqual([
    errorCode.OPERATION_NOT_ATTEMPTED,
    errorCode.TOPIC_AUTHORIZATION_FAILED,
    errorCode.TOPIC_AUTHORIZATION_FAILED,
  ])
  expect(await produceIn(client, producer, { topic: 'secret' }, ['a'])).toBe(errorCode.TOPIC_AUTHORIZATION_FAILED)
  expect(await commitOffset(client, producer, 'billing', 'secret')).toBe(errorCode.TOPIC_AUTHORIZATION_FAILED)
  expect(await commitOffset(client, producer, 'secret', 'orders')).toBe(errorCode.GROUP_AUTHORIZATION_FAILED)
  const { transactionStates } = await client.request(describeTransactions, 0, { transactionalIds: ['payments'] })
  expect(transactionStates[0]).toMatchObject({ transactionState: 'Empty', topics: [] })
})

test('markers, and questions of other brokers, are for those who may act as the cluster', async () => {
  await using broker = await startBroker({ config })
  await using client = await broker.connect()
  await createTopic(client, 'orders')
  await close(client, 'cluster', 'kafka-cluster')
  const asked = await client.request(addPartitionsToTxn, 5, { transactions: [] })
  expect(asked.errorCode).toBe(errorCode.CLUSTER_AUTHORIZATION_FAILED)
  const topics = [{ name: 'orders', partitionIndexes: [0] }]
  const marker = { producerId: 1n, producerEpoch: 0, transactionResult: true, topics, coordinatorEpoch: 0 }
  const { markers } = await client.request(writeTxnMarkers, 1, { markers: [marker] })
  expect(markers[0]?.topics[0]?.partitions[0]?.errorCode).toBe(errorCode.CLUSTER_AUTHORIZATION_FAILED)
})
