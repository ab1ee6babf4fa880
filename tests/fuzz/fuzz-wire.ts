import { readFile } from 'node:fs/promises'
import { inParallel } from '../suites/in-parallel.ts'
import { connectToKafka } from '../support/kafka-connection.ts'
import { batchOf, createTopic } from '../support/kafka-requests.ts'
import { freePort } from '../support/free-port.ts'
import { authenticatePlain } from '../support/sasl-client.ts'
import { startBrokerProcess, type BrokerProcess } from '../support/start-broker.ts'
import { fuzzConnection, fuzzLogin, type FuzzTally } from './fuzz-connection.ts'
import { FUZZED_USER } from './fuzzed-logins.ts'
import { RequestSource } from './fuzzed-requests.ts'
import { startHealthyClient } from './healthy-client.ts'
import type { Vocabulary } from './random-message.ts'

export interface WireFuzz {
  readonly seed: number
  readonly requests: number
  readonly onProgress?: (line: string) => void
}

export interface WireFuzzReport extends FuzzTally {
  /** Rounds of the healthy client, and the longest of them in milliseconds. */
  readonly healthyRounds: number
  readonly longestRoundMs: number
  /** Resident memory of the broker in MiB, at ten moments evenly apart. */
  readonly residentMib: readonly number[]
  /** What a user would call a defect; empty when all is well. */
  readonly defects: readonly string[]
}

const CONNECTIONS = 128
/** One in so many of them goes to the listener that asks for a login. */
const LOGIN_SHARE = 6
const MOMENTS = 10

export interface FuzzedBroker extends AsyncDisposable {
  readonly process: BrokerProcess
  /** The port of the listener that asks for a login. */
  readonly loginPort: number
}

/** A broker with an open listener and one that asks for a login by every mechanism. */
export async function startFuzzedBroker(data: string): Promise<FuzzedBroker> {
  const [port, loginPort] = [await freePort(), await freePort()]
  const module = (name: string) => `org.apache.kafka.common.security.${name}LoginModule required`
  const { user, password } = FUZZED_USER
  const config = {
    listeners: `PLAINTEXT://127.0.0.1:${port},SASL_PLAINTEXT://127.0.0.1:${loginPort}`,
    'sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512,OAUTHBEARER',
    'plain.sasl.jaas.config': `${module('plain.Plain')} user_${user}="${password}";`,
    'oauthbearer.sasl.jaas.config': `${module('oauthbearer.OAuthBearer')} unsecuredLoginStringClaim_sub="x";`,
    'connection.failed.authentication.delay.ms': '1',
    'delegation.token.secret.key': 'secret',
    // Members that never come back must not be waited for.
    'group.min.session.timeout.ms': '1',
  }
  const process = await startBrokerProcess({ data, port, config })
  return { process, loginPort, [Symbol.asyncDispose]: () => process[Symbol.asyncDispose]() }
}

/**
 * Sends random and damaged requests of every API and version, and bytes of no form, over real sockets to a broker in a
 * process of its own, beside a client that does its work.
 */
export async function fuzzWire(
  { process: broker, loginPort }: FuzzedBroker,
  { seed, requests, onProgress }: WireFuzz,
): Promise<WireFuzzReport> {
  const vocabulary = await prepare(broker)
  const tally: FuzzTally = { sent: 0, answered: 0, closed: 0, waiting: 0, broken: [] }
  const residentMib: number[] = []
  await using healthy = await startHealthyClient(broker.port)
  for (let moment = 1; moment <= MOMENTS; moment++) {
    const goal = Math.round((requests * moment) / MOMENTS)
    const share = Math.ceil((goal - tally.sent) / CONNECTIONS)
    const sources = Array.from({ length: CONNECTIONS }, (_, index) => moment * 1_000 + index)
    await inParallel(sources, CONNECTIONS, async (index) => {
      const source = new RequestSource(seed * 1_000_003 + index, vocabulary)
      const isLogin = index % LOGIN_SHARE === 0
      for (let left = share; left > 0;) {
        left -= isLogin
          ? await fuzzLogin(loginPort, source, tally)
          : await fuzzConnection(broker.port, source, { budget: left, tally })
      }
    })
    residentMib.push(await residentMibOf(broker.program.pid))
    onProgress?.(
      `${tally.sent} sent, ${tally.answered} answered, ${tally.closed} connections closed, ${residentMib.at(-1)} MiB`,
    )
  }
  await expectService(broker.port)
  await expectLogin(loginPort)
  const { rounds, longestMs, problem } = healthy
  return {
    ...tally,
    healthyRounds: rounds,
    longestRoundMs: Math.round(longestMs),
    residentMib,
    defects: [
      ...new Set(tally.broken),
      ...unexpectedErrors(broker.program.output()),
      ...growth(residentMib, requests),
      ...(problem === undefined ? [] : [`The healthy client was harmed: ${problem.message}`]),
    ],
  }
}

/** Topics, groups and batches that random requests can speak of. */
async function prepare(broker: BrokerProcess): Promise<Vocabulary> {
  await using connection = await connectToKafka('127.0.0.1', broker.port)
  const names = ['fuzz-a', 'fuzz-b', 'fuzz-c']
  const topicIds: string[] = []
  for (const name of names) topicIds.push(await createTopic(connection, name, { partitions: 3 }))
  return {
    topicIds,
    words: [
      ...names,
      'group-a',
      'group-b',
      'member',
      'range',
      'consumer',
      'retention.ms',
      'cleanup.policy',
      '1',
      'User:a',
      '*',
      '',
    ],
    batches: [
      batchOf(['one']),
      batchOf(['one', 'two', 'three'], { codec: 'gzip' }),
      batchOf(['one', 'two'], { codec: 'lz4' }),
      Buffer.concat([batchOf(['one']), batchOf(['two'], { codec: 'snappy' })]),
      batchOf(['sequenced'], { producerId: 1n, producerEpoch: 0, baseSequence: 0 }),
    ],
  }
}

async function expectService(port: number): Promise<void> {
  await using connection = await connectToKafka('127.0.0.1', port)
  await createTopic(connection, `after-${Date.now()}`)
}

async function expectLogin(port: number): Promise<void> {
  await using connection = await connectToKafka('127.0.0.1', port)
  const { errorCode } = await authenticatePlain(connection, FUZZED_USER.user, FUZZED_USER.password)
  if (errorCode !== 0) throw new Error(`A user with the right password was refused with error ${errorCode}`)
}

/** Linux only: elsewhere memory is not judged. */
async function residentMibOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024)
}

/** By half a million requests everything has been made that can be: from then on memory must not grow. */
function growth(residentMib: readonly number[], requests: number): string[] {
  const [middle = 0, last = 0] = [residentMib[residentMib.length >> 1], residentMib.at(-1)]
  const isFlat = requests < 1_000_000 || last <= middle * 1.25
  return isFlat ? [] : [`Memory grows: ${middle} MiB half-way, ${last} MiB at the end`]
}

/** What the broker itself calls an error: a request must never lead to one. */
function unexpectedErrors(log: string): string[] {
  return [
    ...new Set(
      log
        .split('\n')
        .filter((line) => / ERROR /.test(line))
        .map((line) => line.replace(/^.* ERROR /, '')),
    ),
  ]
}
