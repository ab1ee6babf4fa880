import type { PartitionLog } from '../../broker/log/partition-log.ts'
import { readAll } from '../support/test-log.ts'
import type { RecordInput, RecordView } from '../../broker/records/record.ts'
import type { ModelTransaction } from './transactions-model.ts'

/** One record that was sent, as text: what the log must give back. */
export interface SentRecord {
  readonly key: string | null
  readonly isTombstone: boolean
  readonly text: string
  /** The one that it was sent in. */
  readonly transaction?: ModelTransaction
}

/** A batch of an idempotent producer. */
export interface SentBatch {
  readonly inputs: readonly RecordInput[]
  readonly records: readonly SentRecord[]
  readonly baseSequence: number
  /** Where the log said that it is; null while nobody has said, because the answer got lost. */
  firstOffset: bigint | null
}

export interface ModelProducer {
  epoch: number
  nextSequence: number
  last: SentBatch | null
  /** The power was cut since its last answer: what it takes for sent may be lost. */
  mayHaveGap: boolean
}

export interface Survival {
  readonly cutPower: boolean
  /** The process ended in order, and the directory says so. */
  readonly wasClean: boolean
}

/** What a log must hold after a restart was broken. */
export class SimulationFailure extends Error {
  override readonly name = 'SimulationFailure'
}

/** What is known of a partition from its answers: the promises that its log has to keep. */
export class PartitionModel {
  readonly name: string
  /** It is, or was once: records may be missing of which there is a later one. */
  isCompacted: boolean
  /** Every record that is or may be in the log, by its offset. */
  readonly records = new Map<bigint, SentRecord>()
  /** Offsets of batches whose answer got lost: each batch may be there or not. */
  readonly #doubtful: bigint[][] = []
  readonly producers = new Map<number, ModelProducer>()
  /** Behind the last acknowledged record. */
  acknowledgedEnd = 0n
  /** Everything before it must survive a power cut. */
  durableEnd = 0n
  /** The log may start here or earlier. */
  latestStart = 0n

  constructor(name: string, isCompacted: boolean) {
    this.name = name
    this.isCompacted = isCompacted
  }

  acknowledge(firstOffset: bigint, records: readonly SentRecord[]): void {
    if (firstOffset < this.acknowledgedEnd) this.#fail(`offset ${firstOffset} was given twice`)
    records.forEach((record, index) => this.records.set(firstOffset + BigInt(index), record))
    this.acknowledgedEnd = firstOffset + BigInt(records.length)
  }

  /** The answer got lost. */
  doubt(firstOffset: bigint, records: readonly SentRecord[]): void {
    const offsets = records.map((_, index) => firstOffset + BigInt(index))
    for (const [index, offset] of offsets.entries()) {
      const record = records[index]
      if (record !== undefined) this.records.set(offset, record)
    }
    this.#doubtful.push(offsets)
  }

  /** Compares a log that goes on running, or has come back, with all that is known. */
  check(log: PartitionLog, { cutPower }: Pick<Survival, 'cutPower'> = { cutPower: false }): void {
    const found = contentsOf(log)
    const mustEnd = cutPower ? this.durableEnd : this.acknowledgedEnd
    if (log.logEndOffset < mustEnd) this.#fail(`ends at ${log.logEndOffset}, but ${mustEnd} was promised`)
    if (log.logStartOffset > this.latestStart) {
      this.#fail(`starts at ${log.logStartOffset}, but nobody allowed more than ${this.latestStart}`)
    }
    this.#checkOrder(log, found)
    for (const [offset, text] of found) {
      const sent = this.records.get(offset)
      if (sent === undefined) this.#fail(`holds ${text} at offset ${offset}, which was never sent`)
      else if (sent.text !== text) this.#fail(`holds ${text} at offset ${offset} instead of ${sent.text}`)
    }
    if (this.isCompacted) this.#checkKeys(log, found, mustEnd)
    else this.#checkAll(log, found, mustEnd)
  }

  /** After `check`: what came back is what is known from now on, and all of it has to stay. */
  accept(log: PartitionLog, { cutPower }: Pick<Survival, 'cutPower'>): void {
    const found = contentsOf(log)
    const wasAcknowledged = this.acknowledgedEnd
    for (const offset of this.records.keys()) {
      // What lies before the log start may come back with an earlier start; what compaction took away says what was there.
      const isKept = found.has(offset) || offset < log.logStartOffset || (this.isCompacted && !cutPower)
      if (!isKept || offset >= log.logEndOffset) this.records.delete(offset)
    }
    this.#doubtful.length = 0
    this.acknowledgedEnd = log.logEndOffset
    if (this.durableEnd > log.logEndOffset) this.durableEnd = log.logEndOffset
    if (cutPower) this.durableEnd = log.logEndOffset
    for (const producer of this.producers.values()) {
      producer.mayHaveGap ||= cutPower
      this.#acceptProducer(producer)
    }
    if (!cutPower && log.logEndOffset < wasAcknowledged) this.#fail('went back')
  }

  /** Finds the last batch of a producer again, or lets the producer begin anew as one does whose batches got lost. */
  #acceptProducer(producer: ModelProducer): void {
    const { last } = producer
    if (last === null) return
    const first = last.records[0]
    const at = [...this.records].find(([, record]) => record === first)?.[0] ?? null
    if (at !== null) {
      last.firstOffset = at
      producer.nextSequence = last.baseSequence + last.records.length
      return
    }
    if (last.firstOffset === null) return
    producer.epoch += 1
    producer.nextSequence = 0
    producer.last = null
  }

  #checkOrder(log: PartitionLog, found: ReadonlyMap<bigint, string>): void {
    let previous = -1n
    for (const offset of found.keys()) {
      if (offset <= previous) this.#fail(`has offset ${offset} behind ${previous}`)
      previous = offset
    }
    if (previous >= log.logEndOffset) this.#fail(`holds offset ${previous} but ends at ${log.logEndOffset}`)
  }

  #checkAll(log: PartitionLog, found: ReadonlyMap<bigint, string>, mustEnd: bigint): void {
    const doubtful = new Set(this.#doubtful.flat())
    for (const [offset, { text }] of this.records) {
      const isPromised = offset >= log.logStartOffset && offset < mustEnd && !doubtful.has(offset)
      if (isPromised && !found.has(offset)) this.#fail(`has lost ${text} at offset ${offset}`)
    }
    for (const batch of this.#doubtful) {
      const [isFirstThere, ...others] = batch.filter((o) => o >= log.logStartOffset).map((offset) => found.has(offset))
      if (others.some((isThere) => isThere !== isFirstThere)) this.#fail(`holds a part of a batch at ${batch[0]}`)
    }
  }

  /** A reader from the start sees the latest value of every key. */
  #checkKeys(log: PartitionLog, found: ReadonlyMap<bigint, string>, mustEnd: bigint): void {
    const doubtful = new Set(this.#doubtful.flat())
    const promised = new Map<string, bigint>()
    for (const [offset, { key, transaction }] of this.records) {
      if (transaction !== undefined && transaction.fate !== 'committed') continue
      if (key === null || offset >= mustEnd || offset < log.logStartOffset || doubtful.has(offset)) continue
      if (offset > (promised.get(key) ?? -1n)) promised.set(key, offset)
    }
    const latest = new Map<string, bigint>()
    for (const offset of found.keys()) {
      const { key, transaction } = this.records.get(offset) ?? {}
      if (transaction?.fate === 'open' || transaction?.fate === 'aborted') continue
      if (key !== null && key !== undefined) latest.set(key, offset)
    }
    for (const [key, offset] of promised) {
      const seen = latest.get(key)
      const isGoneRightly = seen === undefined && this.records.get(offset)?.isTombstone === true
      if (!isGoneRightly && (seen ?? -1n) < offset) {
        this.#fail(`shows ${seen ?? 'nothing'} for key ${key}, but its latest is at ${offset}`)
      }
    }
  }

  #fail(what: string): never {
    throw new SimulationFailure(`${this.name} ${what}`)
  }
}

function contentsOf(log: PartitionLog): Map<bigint, string> {
  const found = readAll(log, log.logStartOffset, 700)
  const byOffset = new Map<bigint, string>()
  for (const record of found) {
    if (byOffset.has(record.offset)) throw new SimulationFailure(`${log.directory} holds offset ${record.offset} twice`)
    byOffset.set(record.offset, textOf(record))
  }
  return byOffset
}

function textOf({ key, value, timestamp }: RecordView): string {
  const part = (bytes: Uint8Array | null) => (bytes === null ? '∅' : Buffer.from(bytes).toString('latin1'))
  return `${part(key)}=${part(value)}@${timestamp}`
}
