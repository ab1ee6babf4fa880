import { ManualClock } from '../../../broker/environment/manual-clock.ts'
import {
  decodeTransactionStateKey,
  decodeTransactionStateValue,
  encodeTransactionStateKey,
} from '../../../broker/transactions/records/transaction-state-record.ts'
import { defaultTransactionConfig } from '../../../broker/transactions/transaction-config.ts'
import { TransactionCoordinator } from '../../../broker/transactions/transaction-coordinator.ts'
import type {
  ProducerIdentity,
  ProducerIdentityResult,
  TransactionMarker,
} from '../../../broker/transactions/transaction-messages.ts'
import { transactionStates, transactionToRecord } from '../../../broker/transactions/transaction-record.ts'
import type { TransactionLogRecord } from '../../../broker/transactions/transaction-storage.ts'
import type { Transaction, TransactionVersion } from '../../../broker/transactions/transaction.ts'
import { MemoryTransactions } from './memory-transactions.ts'

/**
 * Plays a transcript: blocks of commands, each followed by `----` and by all that happened, separated by empty lines.
 * Gives the transcript back with what happened this time.
 */
export async function playTransactionTranscript(text: string): Promise<string> {
  const stage = new TransactionStage()
  const played: string[] = []
  for (const block of text.trimEnd().split(/\n\n+/)) {
    const commands = (block.split(/^----$/m)[0] ?? '').trimEnd().split('\n')
    const happened: string[] = []
    for (const command of commands) if (!command.startsWith('#')) happened.push(...(await stage.perform(command)))
    const isOnlyComment = commands.every((command) => command.startsWith('#'))
    played.push(isOnlyComment ? commands.join('\n') : [...commands, '----', ...happened].join('\n'))
  }
  stage.close()
  return `${played.join('\n\n')}\n`
}

interface Command {
  readonly name: string
  readonly words: readonly string[]
  readonly options: ReadonlyMap<string, string>
}

/** Clients by name, all of the transactional id `x` unless `id=` says otherwise. */
class TransactionStage {
  readonly #clock = new ManualClock(0)
  readonly #storage = new MemoryTransactions()
  readonly #clients = new Map<string, ProducerIdentity>()
  #transactionVersion: TransactionVersion = 2
  #nextProducerId = 100n
  #answered: string[] = []
  #journalShown = 0
  #coordinator = this.#open()

  close(): void {
    this.#coordinator.close()
  }

  async perform(line: string): Promise<readonly string[]> {
    this.#answered = []
    const [verb = '', ...rest] = line.trim().split(/\s+/)
    const options = new Map(rest.filter((word) => word.includes('=')).map(splitOption))
    const [name = '', ...words] = rest.filter((word) => !word.includes('='))
    const act = this.#verbs[verb]
    if (act === undefined) throw new Error(`the transcript says "${line}", but there is no "${verb}"`)
    await act({ name, words, options })
    await new Promise((resolve) => void setImmediate(resolve))
    return [...this.#written(), ...this.#answered]
  }

  readonly #verbs: Record<string, (command: Command) => unknown> = {
    version: ({ name }) => (this.#transactionVersion = versionOf(name)),
    advance: ({ name }) => this.#clock.advance(Number(name)),
    init: (command) => this.#init(command),
    add: (command) => this.#add(command),
    verify: (command) => this.#verify(command),
    end: (command) => this.#end(command),
    describe: ({ name }) => this.#describe(name === '' ? 'x' : name),
    list: ({ options }) => this.#list(options),
    forge: ({ options }) => this.#forge(options),
    restart: () => this.#restart(),
    'load-slowly': () => this.#coordinator.beginLoading(this.#coordinator.partitionFor('x')),
    'refuse-writes': ({ options }) => (this.#storage.writesLeft = Number(options.get('after') ?? 0)),
    'allow-writes': () => (this.#storage.writesLeft = Number.POSITIVE_INFINITY),
    'refuse-markers': ({ name }) => this.#storage.refusingTopics.add(name),
    'allow-markers': ({ name }) => this.#storage.refusingTopics.delete(name),
    close: () => this.close(),
  }

  #open(): TransactionCoordinator {
    return new TransactionCoordinator({
      storage: this.#storage,
      markers: this.#storage,
      clock: this.#clock,
      config: defaultTransactionConfig,
      transactionVersion: () => this.#transactionVersion,
      producerIds: { next: async () => this.#nextProducerId++ },
      onStorageError: (_id, cause) => this.#answered.push(`write failed: ${(cause as Error).message}`),
    })
  }

  #restart(): void {
    this.close()
    this.#storage.coordinatorEpoch += 1
    this.#coordinator = this.#open()
    const partitions = Array.from({ length: this.#storage.partitionCount }, (_, partition) => partition)
    for (const partition of partitions) this.#coordinator.beginLoading(partition)
    for (const record of this.#storage.records) this.#coordinator.replay(record)
    for (const partition of partitions) this.#coordinator.finishLoading(partition)
  }

  /** The id stands at this producer and epoch after a long life, and the broker restarts. */
  #forge(options: ReadonlyMap<string, string>): void {
    const transaction: Transaction = {
      transactionalId: 'x',
      producerId: BigInt(options.get('producer') ?? 0),
      previousProducerId: -1n,
      nextProducerId: -1n,
      producerEpoch: Number(options.get('epoch')),
      lastProducerEpoch: -1,
      timeoutMs: 60_000,
      state: 'Empty',
      partitions: new Map(),
      startTimestamp: -1n,
      lastUpdateTimestamp: 0n,
      clientTransactionVersion: 0,
    }
    const value = transactionToRecord(transaction, this.#transactionVersion)
    this.#storage.journal.push({ key: encodeTransactionStateKey('x'), value })
    this.#restart()
  }

  /** `as=5/3` claims to be producer 5 of epoch 3 instead of who the client is. */
  #identity({ name, options }: Command): ProducerIdentity & { readonly transactionalId: string } {
    const transactionalId = options.get('id') ?? 'x'
    const claimed = options.get('as')?.split('/')
    if (claimed !== undefined) {
      return { transactionalId, producerId: BigInt(claimed[0] ?? ''), producerEpoch: Number(claimed[1]) }
    }
    return { transactionalId, ...(this.#clients.get(name) ?? { producerId: -1n, producerEpoch: -1 }) }
  }

  /** With `lost=yes` the client never sees the answer. */
  #become({ name, options }: Command, what: string, result: ProducerIdentityResult): void {
    if (result.error !== null) this.#answered.push(`${name} ${what}: ${result.error}`)
    else if (result.producerId === -1n) this.#answered.push(`${name} ${what}: ok`)
    else {
      this.#answered.push(`${name} ${what}: ${result.producerId}/${result.producerEpoch}`)
      const { producerId, producerEpoch } = result
      if (!options.has('lost')) this.#clients.set(name, { producerId, producerEpoch })
    }
  }

  async #init(command: Command): Promise<void> {
    const { transactionalId, ...known } = this.#identity(command)
    const goesOn = command.words.includes('again') || command.options.has('as')
    const timeoutMs = Number(command.options.get('timeout') ?? 60_000)
    const request = { transactionalId, timeoutMs, expected: goesOn ? known : null }
    this.#become(command, 'init', await this.#coordinator.initProducer(request))
  }

  #add(command: Command): void {
    const partitions = command.words.map(partitionOf)
    const clientTransactionVersion = versionOf(command.options.get('version') ?? '2')
    const request = { ...this.#identity(command), partitions, clientTransactionVersion }
    this.#answered.push(`${command.name} add: ${this.#coordinator.addPartitions(request) ?? 'ok'}`)
  }

  #verify(command: Command): void {
    const request = { ...this.#identity(command), partitions: command.words.map(partitionOf) }
    for (const { topic, partition, error } of this.#coordinator.verifyPartitions(request)) {
      this.#answered.push(`${command.name} verify ${topic}-${partition}: ${error ?? 'ok'}`)
    }
  }

  async #end(command: Command): Promise<void> {
    const outcome = command.words[0] === 'commit' ? 'commit' : 'abort'
    const clientTransactionVersion = versionOf(command.options.get('version') ?? '2')
    const request = { ...this.#identity(command), outcome, clientTransactionVersion } as const
    this.#become(command, outcome, await this.#coordinator.endTransaction(request))
  }

  #describe(transactionalId: string): void {
    const described = this.#coordinator.describeTransaction(transactionalId)
    if (described.error !== null) {
      this.#answered.push(`${transactionalId}: ${described.error}`)
      return
    }
    const { state, producerId, producerEpoch, timeoutMs, startTimestamp, topics } = described
    const listed = topics.map(({ topic, partitions }) => ` ${topic}-${partitions.join(',')}`).join('')
    const who = `${transactionalId}: ${state} ${producerId}/${producerEpoch}`
    this.#answered.push(`${who} timeout=${timeoutMs} start=${startTimestamp}${listed}`)
  }

  #list(options: ReadonlyMap<string, string>): void {
    const listings = this.#coordinator.listTransactions({
      producerIds: options.has('producer') ? [BigInt(options.get('producer') ?? '')] : [],
      states: options.get('states')?.split(',') ?? [],
      longerThanMs: BigInt(options.get('longer') ?? -1),
      matchesId: options.has('starts') ? (id) => id.startsWith(options.get('starts') ?? '') : null,
    })
    if (listings.error !== null) this.#answered.push(`list: ${listings.error}`)
    for (const name of listings.unknownStates) this.#answered.push(`no state is called ${name}`)
    for (const { transactionalId, producerId, state } of listings.transactions) {
      this.#answered.push(`listed: ${transactionalId} ${producerId} ${state}`)
    }
  }

  #written(): readonly string[] {
    const written = this.#storage.journal.slice(this.#journalShown)
    this.#journalShown = this.#storage.journal.length
    return written.map((entry) => ('key' in entry ? shownRecord(entry) : shownMarker(entry)))
  }
}

function shownRecord({ key, value }: TransactionLogRecord): string {
  return `log: ${decodeTransactionStateKey(key)} ${value === null ? 'gone' : shownValue(value)}`
}

function shownValue(bytes: Uint8Array): string {
  const value = decodeTransactionStateValue(bytes)
  const next = value.nextProducerId === -1n ? '' : ` next=${value.nextProducerId}`
  const partitions = value.transactionPartitions?.map((of) => ` ${of.topic}-${of.partitionIds.join(',')}`).join('')
  const state = transactionStates[value.transactionStatus]
  return `${state} ${value.producerId}/${value.producerEpoch}${next}${partitions ?? ''}`
}

function shownMarker({ topic, partition, outcome, producerId, producerEpoch, coordinatorEpoch }: TransactionMarker) {
  return `marker: ${topic}-${partition} ${outcome} ${producerId}/${producerEpoch} coordinator=${coordinatorEpoch}`
}

function splitOption(word: string): readonly [string, string] {
  const at = word.indexOf('=')
  return [word.slice(0, at), word.slice(at + 1)]
}

function partitionOf(word: string) {
  const [topic = '', partition] = word.split('-')
  return { topic, partition: Number(partition) }
}

function versionOf(text: string): TransactionVersion {
  return text === '0' ? 0 : text === '1' ? 1 : 2
}
