import { handlers } from '../../../broker/handlers/registry.ts'
import type { Api } from '../../../broker/protocol/api.ts'
import { connectToKafka, type KafkaConnection } from '../../support/kafka-connection.ts'
import { essenceOf, type Names } from './essence.ts'
import { asOfVersion, type Request } from './message-input.ts'

/** Longer than any answer takes, a rebalance of its own included. */
const patienceMs = 60_000

/** What a broker that says nothing is given to say something, and how many questions of another client it has to answer meanwhile. */
const silenceMs = 3000
const silenceAnswers = 20

/** A topic that no story speaks of. */
const MARKER_TOPIC = 'differential-marker'

/** An answer, or `null` where the broker has closed the connection or says nothing. */
export type Answer = Readonly<Record<string, unknown>> | null

/** What a story is told to one broker with; what is answered is kept by the question's name. */
export class Player {
  /** What came of every question, by `story: question, API version`. */
  #outcomes = new Map<string, unknown>()
  #names: Names = new Map()
  /** Where the broker keeps its data. */
  readonly logDirectories: readonly string[]
  readonly #port: number
  #connection: Promise<KafkaConnection> | null = null
  #story = ''
  #changes = 0

  constructor(port: number, logDirectory: string) {
    this.#port = port
    this.logDirectories = [logDirectory]
    this.call(logDirectory, 'log directory')
  }

  /** As the value appears in questions and answers. */
  nameOf(value: string): string {
    return this.#names.get(value) ?? value
  }

  begin(story: string): void {
    this.#story = story
  }

  /** A second client of the same broker, whose answers stand in the same transcript. */
  another(): Player {
    const other = new Player(this.#port, this.logDirectories.join())
    other.#story = this.#story
    other.#names = this.#names
    other.#outcomes = this.#outcomes
    return other
  }

  /** Asks in one version. */
  async ask(question: string, apiName: string, version: number, request: Request = {}): Promise<Answer> {
    const { answer, keep } = await this.asking(question, apiName, version, request)
    keep()
    return answer
  }

  /** The same for an answer with something in it that has to get a name (see `call`) before it is kept. */
  async asking(question: string, apiName: string, version: number, request: Request) {
    const outcome = await this.#request(apiNamed(apiName), version, request)
    return {
      answer: typeof outcome === 'string' ? null : outcome,
      keep: () => this.#keep(`${this.#story}: ${question}, ${apiName} v${version}`, outcome),
    }
  }

  /** Asks until the answer is as wanted; no answer is kept. */
  async until(
    apiName: string,
    version: number,
    request: Request,
    isAsWanted: (answer: Answer) => boolean,
  ): Promise<void> {
    const deadline = Date.now() + patienceMs
    for (;;) {
      const answer = await this.#request(apiNamed(apiName), version, request)
      if (typeof answer === 'string') throw new Error(`${apiName}: ${answer}`)
      if (isAsWanted(answer)) return
      if (Date.now() > deadline) {
        throw new Error(`${apiName} does not answer as expected: ${JSON.stringify(essenceOf(answer, this.#names))}`)
      }
    }
  }

  /** Waits until groups and transactions have coordinators. */
  async waitForCoordinators(): Promise<void> {
    for (const keyType of [0, 1]) {
      const request = { keyType, coordinatorKeys: ['any'] }
      await this.until('FindCoordinator', 4, request, (answer) => at(answer, 'coordinators.0.errorCode') === 0)
    }
    const topics = [{ name: MARKER_TOPIC, partitionIndexes: [0] }]
    const offsets = { groups: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((groupId) => ({ groupId, topics })) }
    await this.until('OffsetFetch', 8, offsets, (answer) => {
      return (at(answer, 'groups') as readonly unknown[]).every((group) => at(group, 'errorCode') === 0)
    })
    // Until then there are no producer ids to give.
    await this.until('InitProducerId', 4, { transactionalId: null }, (answer) => at(answer, 'errorCode') === 0)
    const transactions = { transactionalIds: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] }
    await this.until('DescribeTransactions', 0, transactions, (answer) => {
      return (at(answer, 'transactionStates') as readonly unknown[]).every((each) => at(each, 'errorCode') === 105)
    })
  }

  /** Asks in every version that the API has; `request` may depend on it, so that each finds something of its own. */
  async askAll(question: string, apiName: string, request: Request | ((version: number) => Request)): Promise<void> {
    for (const version of versionsOf(apiName)) {
      const value = typeof request === 'function' ? request(version) : request
      await this.ask(question, apiName, version, value)
    }
  }

  /** Sends bytes on a connection of their own and keeps what comes: a frame, the end, or nothing while others are answered. */
  async send(question: string, bytes: Uint8Array): Promise<void> {
    const connection = await this.#connect()
    connection.write(bytes)
    const arrived = connection.nextFrame().catch(() => 'closed')
    let outcome = await Promise.race([arrived, silence(silenceMs)])
    // Silence is told from slowness by what the broker does for somebody else in the meantime.
    for (let count = 0; outcome === 'silence' && count < silenceAnswers; count++) {
      await this.#request(apiNamed('ApiVersions'), 0, {})
      outcome = await Promise.race([arrived, Promise.resolve('silence')])
    }
    await connection[Symbol.asyncDispose]()
    this.#keep(`${this.#story}: ${question}`, outcome)
  }

  /** From now on `value` is called `name`, whatever this broker has made of it. */
  call(value: unknown, name: string): void {
    const isMade = typeof value === 'string' ? value !== '' : typeof value === 'bigint' || typeof value === 'number'
    if (isMade && value !== 0) this.#names.set(String(value), `<${name}>`)
  }

  /**
   * Waits until the broker has taken in all that has been changed before. Apache Kafka's brokers follow their controller
   * change by change: when the second of two is seen, all that the first one brings is done.
   */
  async settle(): Promise<void> {
    await this.#makeVisible()
    await this.#makeVisible()
  }

  async #makeVisible(): Promise<void> {
    const value = String(++this.#changes)
    const configs = [{ name: 'retention.bytes', configOperation: 0, value }]
    const marker = { resourceType: 2, resourceName: MARKER_TOPIC }
    await this.#request(apiNamed('IncrementalAlterConfigs'), 1, { resources: [{ ...marker, configs }] })
    const question = { resources: [{ ...marker, configurationKeys: ['retention.bytes'] }] }
    for (;;) {
      const answer = await this.#request(apiNamed('DescribeConfigs'), 4, question)
      if (typeof answer === 'string') throw new Error(`The broker does not tell its configuration: ${answer}.`)
      if (at(answer, 'results.0.configs.0.value') === value) return
    }
  }

  /** Before all stories. */
  async makeMarker(): Promise<void> {
    const topics = [{ name: MARKER_TOPIC, numPartitions: 1, replicationFactor: 1 }]
    await this.#request(apiNamed('CreateTopics'), 7, { topics, timeoutMs: 10_000 })
    await this.settle()
  }

  /** The essence of every answer in the order of the questions, by the names that things have in the end. */
  transcript(): Map<string, unknown> {
    return new Map([...this.#outcomes].map(([question, outcome]) => [question, essenceOf(outcome, this.#names)]))
  }

  async end(): Promise<void> {
    await (await this.#connection)?.[Symbol.asyncDispose]()
    this.#connection = null
  }

  async #request(api: Api, version: number, request: Request): Promise<Exclude<Answer, null> | string> {
    const connection = await (this.#connection ??= this.#connect())
    const value = asOfVersion(api.request.fields, version, request)
    const answer = connection.request(api, version, value).catch((error: unknown) => `closed (${String(error)})`)
    const outcome = await Promise.race([answer, silence(patienceMs)])
    if (typeof outcome === 'string') {
      await this.end()
    }
    return outcome
  }

  async #connect(): Promise<KafkaConnection> {
    return connectToKafka('127.0.0.1', this.#port)
  }

  #keep(question: string, outcome: unknown): void {
    let name = question
    for (let count = 2; this.#outcomes.has(name); count += 1) name = `${question} (${count})`
    this.#outcomes.set(name, outcome)
  }
}

async function silence(ms: number): Promise<string> {
  return new Promise((resolve) => setTimeout(() => resolve('silence'), ms).unref())
}

const apis = new Map(handlers.map(({ api }) => [api.name, api]))

function apiNamed(name: string): Api {
  const api = apis.get(name)
  if (api === undefined) throw new Error(`No API is called ${name}.`)
  return api
}

export function versionsOf(apiName: string): number[] {
  const { min, max } = apiNamed(apiName).advertisedVersions
  const first = Math.max(min, apiNamed(apiName).request.validVersions.min)
  return Array.from({ length: max - first + 1 }, (_, index) => first + index)
}

/** What stands at a path such as `topics.0.topicId` of an answer. */
export function at(answer: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, step) => {
    return value === null || typeof value !== 'object' ? undefined : (value as Record<string, unknown>)[step]
  }, answer)
}
