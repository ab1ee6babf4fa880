import { MalformedBytesError } from '../bytes/malformed-bytes-error.ts'
import type { CommittedOffsets, OffsetKey } from './committed-offsets.ts'
import type { GroupLog } from './group-log.ts'
import type { GroupRegistry } from './group-registry.ts'
import { groupFromRecord } from './group-snapshot.ts'
import type { GroupLogRecord } from './group-storage.ts'
import { offsetFromRecord } from './offset-rules.ts'
import { replayConsumerRecord } from './consumer/consumer-replay.ts'
import {
  decodeGroupRecord,
  decodeGroupRecordKey,
  decodeGroupRecordValue,
  type GroupRecord,
} from './records/group-record.ts'

/** A record read back from the log, with what its batch says about transactions. */
export interface ReplayedRecord extends GroupLogRecord {
  /** The producer of a transactional batch; null for every other. */
  readonly transactionalProducerId: bigint | null
}

/** A transaction marker. */
export interface TransactionEnd {
  readonly producerId: bigint
  readonly outcome: 'committed' | 'aborted'
}

/** Brings groups and offsets back from the log. */
export class GroupLoader {
  readonly #registry: GroupRegistry
  readonly #offsets: CommittedOffsets
  readonly #log: GroupLog
  readonly #loading = new Set<number>()

  constructor(options: {
    readonly registry: GroupRegistry
    readonly offsets: CommittedOffsets
    readonly log: GroupLog
  }) {
    this.#registry = options.registry
    this.#offsets = options.offsets
    this.#log = options.log
  }

  isLoading(partition: number): boolean {
    return this.#loading.has(partition)
  }

  begin(partition: number): void {
    this.#loading.add(partition)
  }

  replay(partition: number, record: ReplayedRecord): void {
    const named = decodeGroupRecordKey(record.key)
    switch (named.kind) {
      case 'offset-commit':
        this.#replayOffset(partition, named.key, record)
        return
      case 'group-metadata':
        this.#replayGroup(named.key.group, record.value)
        return
      case 'unknown':
        return
      case 'consumer-group-partition-metadata':
        this.#log.noteForeign(named.key.group, record)
        return
      default:
        this.#replayConsumerGroup(named.key.group, record)
    }
  }

  /**
   * A value that cannot be understood keeps nobody from their groups: what it says is lost, and it goes with the next record
   * of the group. A deletion is of what there was before: it does not touch a group that
   * speaks the other protocol since.
   */
  #replayConsumerGroup(groupId: string, named: GroupLogRecord): void {
    const known = this.#registry.get(groupId)
    const before = known?.type === 'consumer' ? known : null
    const record = understood(named)
    if (record === null) {
      this.#log.noteForeign(groupId, named)
      return
    }
    const after = replayConsumerRecord(before, record)
    if (after !== null) this.#registry.put(after)
    else if (before !== null) this.#registry.remove(groupId)
  }

  #replayGroup(groupId: string, value: Uint8Array | null): void {
    if (value === null) {
      if (this.#registry.get(groupId)?.type === 'classic') this.#registry.remove(groupId)
    } else this.#registry.put(groupFromRecord(groupId, decodeGroupRecordValue('group-metadata', value)))
  }

  #replayOffset(partition: number, key: OffsetKey, { value, transactionalProducerId }: ReplayedRecord): void {
    if (value === null) {
      this.#offsets.delete(key)
      return
    }
    const committed = offsetFromRecord(decodeGroupRecordValue('offset-commit', value))
    if (transactionalProducerId === null) this.#offsets.set(key, committed)
    else {
      const transaction = { logPartition: partition, producerId: transactionalProducerId }
      this.#offsets.setInTransaction(transaction, key, committed)
    }
  }

  replayTransactionEnd(partition: number, { producerId, outcome }: TransactionEnd): void {
    this.#offsets.endTransaction({ logPartition: partition, producerId }, outcome)
  }

  /** Also those who have only offsets are groups: without members. */
  finish(partition: number): void {
    this.#loading.delete(partition)
    const belongs = (groupId: string): boolean => this.#log.partitionFor(groupId) === partition
    const withOffsets = [...this.#offsets.groupIds(), ...this.#offsets.pendingGroupIds()]
    for (const groupId of [...withOffsets, ...this.#log.foreignGroupIds()]) {
      if (belongs(groupId) && this.#registry.get(groupId) === null) {
        this.#registry.put(this.#registry.classicOrNew(groupId))
      }
    }
    for (const group of this.#registry.all()) if (belongs(group.groupId)) this.#registry.open(group)
  }
}

function understood({ key, value }: GroupLogRecord): GroupRecord | null {
  try {
    return decodeGroupRecord(key, value)
  } catch (error) {
    if (error instanceof MalformedBytesError) return null
    throw error
  }
}
