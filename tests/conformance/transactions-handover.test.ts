import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { txnOffsetCommit } from '../../broker/protocol/messages/txn-offset-commit.ts'
import { startApacheKafka } from '../support/apache-kafka/broker.ts'
import { runKafkaTool } from '../support/apache-kafka/tools.ts'
import { committedOffset } from '../support/handover/committed-offsets.ts'
import { untilReady } from '../support/handover/until-ready.ts'
import { connectToKafka, type KafkaConnection } from '../support/kafka-connection.ts'
import { createTopic } from '../support/kafka-requests.ts'
import { startBrokerProcess } from '../support/start-broker.ts'
import { isMissing } from '../support/system-requirements.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import {
  end,
  initTransactions,
  produceIn,
  readCommitted,
  type Producer,
} from '../support/transactions/transactional-client.ts'

const topic = 'orders'

/** A producer that goes on from broker to broker as one client would: with the epoch of its last answer. */
class Story {
  producer: Producer = { transactionalId: 'payments', producerId: -1n, producerEpoch: -1 }
  #sequence = 0

  async begin(client: KafkaConnection): Promise<void> {
    this.producer = await untilReady(() => initTransactions(client, 'payments'))
    this.#sequence = 0
  }

  async write(client: KafkaConnection, value: string): Promise<void> {
    const target = { topic, sequence: this.#sequence }
    const produce = async () => ({ errorCode: (await produceIn(client, this.producer, target, [value])) ?? -1 })
    await untilReady(produce)
    this.#sequence += 1
  }

  async commitOffset(client: KafkaConnection, offset: bigint): Promise<void> {
    const { transactionalId, producerId, producerEpoch } = this.producer
    const partitions = [{ partitionIndex: 0, committedOffset: offset, committedMetadata: null }]
    const topics = [{ name: topic, partitions }]
    const request = { transactionalId, producerId, producerEpoch, groupId: 'billing', topics }
    await untilReady(async () => {
      const answer = await client.request(txnOffsetCommit, 5, request)
      return { errorCode: answer.topics[0]?.partitions[0]?.errorCode ?? -1 }
    })
  }

  async end(client: KafkaConnection, outcome: 'commit' | 'abort'): Promise<void> {
    const { producerId, producerEpoch } = await untilReady(() => end(client, this.producer, outcome))
    this.producer = { ...this.producer, producerId, producerEpoch }
    this.#sequence = 0
  }
}

/** What is left in a directory: a transaction that was committed, one that was aborted, and one that is open. */
async function leaveTransactions(client: KafkaConnection, story: Story, prefix: string): Promise<void> {
  await story.write(client, `${prefix} committed`)
  await story.commitOffset(client, 1n)
  await story.end(client, 'commit')
  await story.write(client, `${prefix} aborted`)
  await story.commitOffset(client, 99n)
  await story.end(client, 'abort')
  await story.write(client, `${prefix} open`)
  await story.commitOffset(client, 2n)
}

/** Dumps every file of the folder with Apache's tool, and gives what it said. */
async function dump(data: string, folder: string, ...options: string[]): Promise<string> {
  const names = await readdir(join(data, folder))
  const files = names.filter((name) => /\.(log|index|timeindex|txnindex|snapshot)$/.test(name))
  const paths = files.map((name) => join(data, folder, name)).join(',')
  const args = ['--deep-iteration', ...options, '--files', paths]
  const { exitCode, stdout, stderr } = await runKafkaTool('org.apache.kafka.tools.DumpLogSegments', args)
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  expect(stdout).not.toMatch(/isvalid: false|Mismatches|corrupt|Found timestamp mismatch/i)
  return stdout
}

/** An open transaction is about to change the offset. */
const withheld = -1n

const patience = { timeout: 30_000, interval: 100 }

async function expectRead(client: KafkaConnection, values: readonly string[], offset: bigint): Promise<void> {
  // Apache Kafka writes its markers after it has answered.
  await expect.poll(() => readCommitted(client, topic), patience).toEqual(values)
  await expect.poll(() => committedOffset(client, { group: 'billing', topic }), patience).toBe(offset)
}

describe.skipIf(isMissing('java', 'maven'))('transactions when the directory changes hands', () => {
  test("Apache's tools read them, Apache Kafka ends what we have begun, and we what it has", async () => {
    await using folder = await temporaryFolder('transactions-')
    const data = folder.join('data')
    const story = new Story()
    {
      await using brokkr = await startBrokerProcess({ data })
      await using client = await brokkr.connect()
      await createTopic(client, topic)
      await story.begin(client)
      await leaveTransactions(client, story, 'ours')
      await expectRead(client, ['ours committed'], withheld)
      await brokkr.program.stop()
    }
    const ours = await dump(data, `${topic}-0`)
    expect(ours).toContain('endTxnMarker: COMMIT')
    expect(ours).toMatch(/version: 0 producerId: 0 firstOffset: 2 lastOffset: 3 lastStableOffset: 4/)
    expect(ours).toMatch(/producerId: 0 producerEpoch: 2 .*currentTxnFirstOffset: (OptionalLong\[4\]|4)/)
    const folders = (await readdir(data)).filter((name) => name.startsWith('__transaction_state-'))
    const states = await Promise.all(folders.map((name) => dump(data, name, '--transaction-log-decoder')))
    expect(states.join('')).toMatch(/"transactionalId":"payments"/)
    {
      await using apache = await startApacheKafka({ logDirectory: data })
      await using client = await connectToKafka('127.0.0.1', apache.port)
      await story.write(client, 'theirs added')
      await story.end(client, 'commit')
      await expectRead(client, ['ours committed', 'ours open', 'theirs added'], 2n)
      await leaveTransactions(client, story, 'theirs')
      await apache.program.stop('SIGKILL')
    }
    await using brokkr = await startBrokerProcess({ data })
    await using client = await brokkr.connect()
    await story.write(client, 'ours added')
    await story.end(client, 'commit')
    const before = ['ours committed', 'ours open', 'theirs added', 'theirs committed']
    await expectRead(client, [...before, 'theirs open', 'ours added'], 2n)
    // Another client takes over, and fences the first.
    const late = story.producer
    await story.begin(client)
    await story.write(client, 'last')
    await story.end(client, 'commit')
    expect(await produceIn(client, late, { topic }, ['zombie'])).not.toBe(0)
    await expectRead(client, [...before, 'theirs open', 'ours added', 'last'], 2n)
  })
})
