import { describeErrorCode, errorCode } from '../../broker/protocol/error-codes.ts'
import type { FetchResponse } from '../../broker/protocol/messages/fetch.ts'
import type { BatchView } from '../../broker/records/batch-view.ts'
import { batchesIn } from '../../broker/records/batches.ts'
import { upgradeMessages } from '../../broker/records/legacy-messages.ts'
import { meaningOf } from './kafka-errors.ts'
import { TransactionMarks, type TransactionState } from './transaction-marks.ts'
import { texts } from '../languages/texts.ts'

/** What to read: the offsets of one partition from `startOffset` up to, not including, `endOffset`. */
export interface PartitionRange {
  readonly topic: string
  /** Fetch from version 13 on names topics by id. */
  readonly topicId: string
  readonly partition: number
  readonly startOffset: bigint
  /** Null: without an end, for a live tail. */
  readonly endOffset: bigint | null
  /**
   * The last stable offset: every transaction that began before it has ended. Below it the broker is asked which ones
   * were aborted; left out, nobody asks.
   */
  readonly stableOffset?: bigint
}

/** A batch as it was read, and what became of its transaction. */
export interface FetchedBatch {
  readonly batch: BatchView
  readonly state: TransactionState
}

/** Why a partition was not read to its end. */
export interface ReadProblem {
  readonly reason: 'records-deleted' | 'failed-partition' | 'connection-lost' | 'topic-deleted'
  readonly explanation: string
}

export type FetchedPartition = FetchResponse['responses'][number]['partitions'][number]

// Each of these answers has waited at the broker before it came back empty.
const patienceForEmptyAnswers = 20
const patienceForStaleLeaders = 50

const staleLeaderCodes: readonly number[] = [
  errorCode.NOT_LEADER_OR_FOLLOWER,
  errorCode.LEADER_NOT_AVAILABLE,
  errorCode.REPLICA_NOT_AVAILABLE,
  errorCode.FENCED_LEADER_EPOCH,
  errorCode.UNKNOWN_LEADER_EPOCH,
  errorCode.OFFSET_NOT_AVAILABLE,
  errorCode.KAFKA_STORAGE_ERROR,
]

const missingTopicCodes: readonly number[] = [
  errorCode.UNKNOWN_TOPIC_OR_PARTITION,
  errorCode.UNKNOWN_TOPIC_ID,
  errorCode.INCONSISTENT_TOPIC_ID,
]

/**
 * How far the reading of one partition has come. It ends by offset, never because an answer was empty: batches may be
 * far apart in a compacted log, and a leader may be late.
 *
 * Invariant: every record of the range below `position` has been given out, except those that `problem` speaks of.
 */
export class FetchCursor {
  readonly range: PartitionRange
  #position: bigint
  #problem: ReadProblem | null = null
  #isStuck = false
  #needsLeader = false
  #needsLogStart = false
  #emptyAnswers = 0
  #staleAnswers = 0

  constructor(range: PartitionRange) {
    this.range = range
    this.#position = range.startOffset
  }

  /** The next offset to be read. */
  get position(): bigint {
    return this.#position
  }

  /** Set when records of the range were, or will be, left out. */
  get problem(): ReadProblem | null {
    return this.#problem
  }

  /** As a Fetch asks: 1 for what is committed, and for which transactions are not; 0 for whatever there is. */
  get isolationLevel(): 0 | 1 {
    const { stableOffset } = this.range
    return stableOffset !== undefined && this.#position < stableOffset ? 1 : 0
  }

  get isDone(): boolean {
    const { endOffset } = this.range
    return this.#isStuck || (endOffset !== null && this.#position >= endOffset)
  }

  /** Whether the leader must be looked for again before the next request. */
  get needsLeader(): boolean {
    return this.#needsLeader
  }

  /** Whether the position lies outside the log, so that its start must be asked for before the next request. */
  get needsLogStart(): boolean {
    return this.#needsLogStart
  }

  /**
   * Where the log starts now. Records that retention has taken away while we read are gone; what comes behind them is
   * still there.
   */
  logStartsAt(logStartOffset: bigint): void {
    this.#needsLogStart = false
    const lost = this.#position
    if (logStartOffset <= lost) return this.#failBecause(texts.kafka.offsetGone(lost), 'records-deleted')
    const { endOffset } = this.range
    this.#position = endOffset !== null && endOffset < logStartOffset ? endOffset : logStartOffset
    const explanation = texts.kafka.deletedUnread(this.range.partition, lost, this.#position - 1n)
    this.#problem = { reason: 'records-deleted', explanation }
  }

  /** A leader has been found; the next answer counts again. */
  leaderFound(): void {
    this.#needsLeader = false
  }

  /** The rest of the range cannot be read. */
  fail(problem: ReadProblem): void {
    this.#problem = problem
    this.#isStuck = true
  }

  topicDeleted(): void {
    this.fail({ reason: 'topic-deleted', explanation: texts.kafka.topicGone(this.range.topic) })
  }

  /** A whole answer of the leader was empty, though there should be something. */
  gaveNothing(): void {
    const isExpected = !this.isDone && !this.#needsLeader && !this.#needsLogStart && this.range.endOffset !== null
    if (!isExpected) return
    this.#emptyAnswers += 1
    if (this.#emptyAnswers < patienceForEmptyAnswers) return
    this.#failBecause(texts.kafka.leaderGivesNothing(this.#position))
  }

  /** Takes an answer of the leader and gives the batches in it that hold offsets of the range, in order. */
  accept(answer: FetchedPartition): FetchedBatch[] {
    if (answer.errorCode !== errorCode.NONE) {
      this.#refused(answer)
      return []
    }
    this.#staleAnswers = 0
    const batches =
      answer.records === null ? [] : this.#take(answer.records, new TransactionMarks(answer.abortedTransactions))
    if (batches.length > 0) this.#emptyAnswers = 0
    else if (!this.isDone) this.#endsAt(answer.highWatermark)
    return batches
  }

  #take(records: Uint8Array, marks: TransactionMarks): FetchedBatch[] {
    const { endOffset } = this.range
    const taken: FetchedBatch[] = []
    try {
      for (const batch of batchesIn(upgradeMessages(records))) {
        const state = marks.stateOf(batch)
        if (batch.nextOffset <= this.#position) continue
        if (endOffset !== null && batch.baseOffset >= endOffset) {
          this.#position = endOffset
          break
        }
        if (!batch.isCrcValid()) throw new Error(texts.kafka.wrongChecksum(batch.baseOffset))
        taken.push({ batch, state })
        this.#position = batch.nextOffset
        if (this.isDone) break
      }
    } catch (error) {
      this.#failBecause(error instanceof Error ? error.message : String(error))
    }
    return taken
  }

  #endsAt(highWatermark: bigint): void {
    const { endOffset } = this.range
    if (endOffset === null || highWatermark < 0n || highWatermark >= endOffset) return
    this.#failBecause(texts.kafka.logEnds(highWatermark, endOffset), 'records-deleted')
  }

  #staleLeader(why: string): void {
    this.#needsLeader = true
    this.#staleAnswers += 1
    if (this.#staleAnswers >= patienceForStaleLeaders) this.#failBecause(why)
  }

  #refused(answer: FetchedPartition): void {
    const known = describeErrorCode(answer.errorCode)
    const { code, name } = known
    const why = `${meaningOf(known)} (${name})`
    if (staleLeaderCodes.includes(code)) this.#staleLeader(why)
    else if (code === errorCode.OFFSET_OUT_OF_RANGE) this.#needsLogStart = true
    else if (missingTopicCodes.includes(code)) this.topicDeleted()
    else if (code === errorCode.TOPIC_AUTHORIZATION_FAILED) {
      this.#failBecause(texts.kafka.missesRight(texts.refusals.rights.onTopic('READ', this.range.topic)))
    } else this.#failBecause(why)
  }

  #failBecause(why: string, reason: ReadProblem['reason'] = 'failed-partition'): void {
    this.fail({ reason, explanation: texts.kafka.notToItsEnd(this.range.partition, why.replace(/\.$/, '')) })
  }
}
