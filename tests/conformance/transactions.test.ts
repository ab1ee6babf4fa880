import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { findCoordinator } from '../../broker/protocol/messages/find-coordinator.ts'
import { runKafkaTool } from '../support/apache-kafka/tools.ts'
import { connectToKafka, type KafkaConnection } from '../support/kafka-connection.ts'
import { batchOf, createTopic, produceTo } from '../support/kafka-requests.ts'
import { kafkasUnderTest, type KafkaUnderTest } from '../support/kafka-under-test.ts'
import { runCommand } from '../support/run-command.ts'
import { isMissing, PYTHON } from '../support/system-requirements.ts'
import { untilReady } from '../support/handover/until-ready.ts'
import {
  fetchCommitted,
  initTransactions,
  produceIn,
  readCommitted,
} from '../support/transactions/transactional-client.ts'

const connect = ({ bootstrapServers }: KafkaUnderTest) => {
  const [host = '', port = ''] = bootstrapServers.split(':')
  return connectToKafka(host, Number(port))
}

const words = (text: string): string[] => text.split(/\s+/)

/** Runs one of Apache Kafka's tools that must not fail, and gives the lines of its table, a word each column. */
async function runTool(name: string, args: readonly string[]): Promise<string[][]> {
  const { exitCode, stdout, stderr } = await runKafkaTool(`org.apache.kafka.tools.${name}`, args)
  if (exitCode !== 0) throw new Error(`${name} failed: ${stdout}${stderr}`)
  const lines = stdout.trimEnd().split('\n')
  return lines.map((line) => line.split('\t').map((cell) => cell.trim()))
}

/** Apache Kafka makes `__transaction_state` only when somebody looks for a coordinator. */
async function initWhenReady(client: KafkaConnection, transactionalId: string) {
  await untilReady(async () => {
    const request = { keyType: 1, coordinatorKeys: [transactionalId] }
    const { coordinators } = await client.request(findCoordinator, 4, request)
    return coordinators[0] ?? { errorCode: -1 }
  })
  return untilReady(() => initTransactions(client, transactionalId))
}

describe.each(kafkasUnderTest)('transactions with $name', ({ isMissing: isKafkaMissing, start }) => {
  describe.skipIf(isKafkaMissing)('', () => {
    let kafka: KafkaUnderTest
    let client: KafkaConnection
    beforeAll(async () => {
      kafka = await start()
      client = await connect(kafka)
      return async () => {
        await client[Symbol.asyncDispose]()
        await kafka[Symbol.asyncDispose]()
      }
    })

    test.skipIf(isMissing('java', 'maven'))(
      "Apache's copier, some of whose transactions abort at random, copies everything once",
      async () => {
        await createTopic(client, 'source')
        await createTopic(client, 'copy')
        const values = Array.from({ length: 300 }, (_, number) => `value ${number}`)
        await untilReady(() => produceTo(client, { topic: 'source' }, batchOf(values)))
        const copying = `--input-topic source --input-partition 0 --output-topic copy --consumer-group copiers
          --transactional-id copier --transaction-size 50 --max-messages 300 --enable-random-aborts`
        await runTool('TransactionalMessageCopier', ['--broker-list', kafka.bootstrapServers, ...words(copying)])
        const reading = '--topic copy --from-beginning --isolation-level read_committed --max-messages 300'
        const args = ['--bootstrap-server', kafka.bootstrapServers, ...words(reading)]
        const copied = await runTool('consumer.ConsoleConsumer', args)
        expect(copied.flat()).toEqual(values)
        expect(await readCommitted(client, 'copy')).toEqual(values)
      },
    )

    test.skipIf(isMissing('java', 'maven'))(
      'an administrator lists the transactions that are open, and aborts one',
      async () => {
        await createTopic(client, 'orders')
        const producer = await initWhenReady(client, 'payments')
        const produce = async () => {
          return { errorCode: (await produceIn(client, producer, { topic: 'orders' }, ['a'])) ?? -1 }
        }
        await untilReady(produce)
        const run = (...args: string[]) =>
          runTool('TransactionsCommand', ['--bootstrap-server', kafka.bootstrapServers, ...args])
        const listed = await run('list')
        expect(listed).toContainEqual(['payments', '1', String(producer.producerId), 'Ongoing'])
        await run('abort', '--topic', 'orders', '--partition', '0', '--start-offset', '0')
        const { lastStableOffset, abortedTransactions } = await fetchCommitted(client, { topic: 'orders' })
        expect(lastStableOffset).toBe(2n)
        expect(abortedTransactions).toEqual([{ producerId: producer.producerId, firstOffset: 0n }])
        expect(await run('find-hanging', '--broker-id', '1')).toHaveLength(1)
      },
    )

    test.skipIf(isMissing('confluentKafka'))(
      'confluent-kafka commits and aborts, with offsets, and is fenced by its successor',
      async () => {
        await createTopic(client, 'filled')
        await createTopic(client, 'filled-copy')
        const script = join(import.meta.dirname, 'confluent-kafka/transactions.py')
        const args = [script, kafka.bootstrapServers, 'filled', 'filled-copy']
        expect((await runCommand(PYTHON, args)).split('\n')).toEqual([
          'committed 20',
          'uncommitted 40',
          'offsets [-1001]',
          // Forty records and a marker behind each ten.
          'offsets [44]',
          'copied True',
          'fenced True',
          '',
        ])
      },
    )
  })
})
