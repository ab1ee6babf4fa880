import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { SeededRandom } from '../../broker/environment/seeded-random.ts'
import { freePort } from '../support/free-port.ts'
import { batchOf, createTopic, offsetOf, produceTo } from '../support/kafka-requests.ts'
import { startProgram, type Program } from '../support/program.ts'
import { startBrokerProcess, type BrokerProcess } from '../support/start-broker.ts'
import { isMissing, PYTHON } from '../support/system-requirements.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { readCommitted } from '../support/transactions/transactional-client.ts'

const script = join(import.meta.dirname, 'confluent-kafka/exactly_once.py')
const killCount = 6
/** Enough for all the transactions that are waited for before a kill: a copier takes seven records at most into one. */
const portion = 150
const recordCount = portion * (killCount + 1)

/** A copier that is started again whenever it has ended before its work was done. */
class Copier {
  readonly #args: readonly string[]
  #isEnough = false
  #current: Program | null = null
  #committedBefore = 0
  starts = 0
  /** Settles when everything is copied. */
  readonly done: Promise<void>

  constructor(bootstrapServers: string) {
    this.#args = [script, bootstrapServers, 'source', 'copy', String(recordCount)]
    this.done = this.#run()
  }

  async #run(): Promise<void> {
    while (!this.#isEnough) {
      this.starts += 1
      this.#current = await startProgram(PYTHON, this.#args)
      await this.#current.ended
      if (this.#current.output().includes('done')) return
      this.#committedBefore += committedIn(this.#current)
      this.#current = null
    }
  }

  /** Waits for so many transactions more. */
  async hasCommitted(transactions: number): Promise<void> {
    const wanted = this.#committed + transactions
    while (this.#committed < wanted) await delay(2)
  }

  get #committed(): number {
    return this.#committedBefore + (this.#current === null ? 0 : committedIn(this.#current))
  }

  async kill(): Promise<void> {
    await this.#current?.stop('SIGKILL')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isEnough = true
    await this.kill()
    await this.done
  }
}

function committedIn(program: Program): number {
  return program.output().split('copied').length - 1
}

const values = Array.from({ length: recordCount }, (_, number) => String(number))

/** A part of what is to be copied, so that no copier is done before the last kill, however fast it is. */
async function fill(broker: BrokerProcess, part: number): Promise<void> {
  await using client = await broker.connect()
  const { errorCode } = await produceTo(
    client,
    { topic: 'source' },
    batchOf(values.slice(part * portion, (part + 1) * portion)),
  )
  expect(errorCode).toBe(0)
}

/**
 * Lets the broker and the copier die by turns, whenever some transactions more have been committed: in the middle of the
 * next one, of its end, or of taking up where the last copier stopped.
 */
async function killByTurns(
  copier: Copier,
  { fillMore, restartBroker }: { fillMore: (part: number) => Promise<void>; restartBroker: () => Promise<void> },
): Promise<void> {
  const random = new SeededRandom(7)
  for (let kills = 0; kills < killCount; kills++) {
    await fillMore(kills)
    await copier.hasCommitted(3 + random.integer(10))
    if (kills % 2 === 0) await restartBroker()
    else await copier.kill()
  }
  await fillMore(killCount)
}

test.skipIf(isMissing('confluentKafka'))(
  'consume, transform, produce: while broker and client are killed again and again, nothing is lost and nothing doubled',
  async () => {
    await using folder = await temporaryFolder('exactly-once-')
    const options = { data: folder.join('data'), port: await freePort() }
    let broker: BrokerProcess = await startBrokerProcess(options)
    const client = await broker.connect()
    await createTopic(client, 'source')
    await createTopic(client, 'copy', { partitions: 2 })
    await client[Symbol.asyncDispose]()
    {
      await using copier = new Copier(broker.bootstrapServers)
      await killByTurns(copier, {
        fillMore: (part) => fill(broker, part),
        restartBroker: async () => {
          await broker.kill()
          broker = await startBrokerProcess(options)
        },
      })
      await copier.done
      expect(copier.starts).toBeGreaterThan(killCount / 2)
    }
    await using last = broker
    await using reader = await last.connect()
    const copied = [await readCommitted(reader, 'copy', 0), await readCommitted(reader, 'copy', 1)]
    const expected = [0, 1].map((parity) => values.filter((value) => Number(value) % 2 === parity))
    expect(copied).toEqual(expected)
    // Some was written and aborted: otherwise the crashes have met nothing.
    const markers =
      (await offsetOf(reader, { topic: 'copy' }, -1n)) + (await offsetOf(reader, { topic: 'copy', partition: 1 }, -1n))
    expect(Number(markers)).toBeGreaterThan(recordCount)
  },
)
