import { findCoordinator } from '../../../broker/protocol/messages/find-coordinator.ts'
import type { KafkaConnection } from '../kafka-connection.ts'
import { addPartitions, end, initTransactions, produceIn, readCommitted } from '../transactions/transactional-client.ts'
import { untilReady } from './until-ready.ts'

export const transactionTopic = 'transactions'

const transactionalId = 'story'
const concurrentTransactions = 51

/** Versions that every release of the suites serves. */
const version = { init: 4, add: 3, produce: 11, end: 3 }

/** Commits a transaction, aborts a second, and gives what a consumer of committed records will see of them. */
export async function addTransactions(client: KafkaConnection, chapter: number): Promise<readonly string[]> {
  await untilReady(async () => {
    const request = { keyType: 1, coordinatorKeys: [transactionalId] }
    const { coordinators } = await client.request(findCoordinator, 4, request)
    return coordinators[0] ?? { errorCode: -1 }
  })
  const ask = (what: () => Promise<number | undefined>) =>
    untilReady(async () => ({ errorCode: (await what()) ?? -1 }), [concurrentTransactions])
  const producer = await untilReady(
    () => initTransactions(client, transactionalId, { version: version.init }),
    [concurrentTransactions],
  )
  for (const [sequence, outcome] of (['commit', 'abort'] as const).entries()) {
    await ask(async () => (await addPartitions(client, producer, { [transactionTopic]: [0] }, version.add))[0])
    const target = { topic: transactionTopic, version: version.produce, sequence }
    await ask(() => produceIn(client, producer, target, [`${outcome} ${chapter}`]))
    await ask(async () => (await end(client, producer, outcome, version.end)).errorCode)
  }
  return [`commit ${chapter}`]
}

export function committedSeen(client: KafkaConnection): Promise<string[]> {
  return readCommitted(client, transactionTopic)
}
