import type { CommittedOffsets, OffsetKey } from './committed-offsets.ts'
import type { GroupLog } from './group-log.ts'
import type { GroupRegistry } from './group-registry.ts'
import { groupFromRecord } from './group-snapshot.ts'
import type { GroupLogRecord } from './group-storage.ts'
import { offsetFromRecord } from './offset-rules.ts'
import { decodeGroupRecordKey, decodeGroupRecordValue } from './records/group-record.ts'

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

  /** Values of KIP-848 are not looked into: whatever they say, the groups that are coordinated here can be served. */
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
      default:
        this.#log.noteForeign(named.key.group, record)
    }
  }

  #replayGroup(groupId: string, value: Uint8Array | null): void {
    if (value === null) this.#registry.remove(groupId)
    else this.#registry.put(groupFromRecord(groupId, decodeGroupRecordValue('group-metadata', value)))
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

  /** Also those who have only offsets, and those of KIP-848, are groups: without members. */
  finish(partition: number): void {
    this.#loading.delete(partition)
    const belongs = (groupId: string): boolean => this.#log.partitionFor(groupId) === partition
    const withOffsets = [...this.#offsets.groupIds(), ...this.#offsets.pendingGroupIds()]
    for (const groupId of [...withOffsets, ...this.#log.foreignGroupIds()]) {
      if (belongs(groupId)) this.#registry.put(this.#registry.getOrNew(groupId))
    }
    for (const group of this.#registry.all()) if (belongs(group.groupId)) this.#registry.open(group)
  }
}
