import { coordinatorPartition } from '../bytes/java-hash.ts'
import type { Clock } from '../environment/clock.ts'
import type { GroupLogRecord, GroupStorage, GroupTransaction } from './group-storage.ts'

export interface GroupLogOptions {
  readonly storage: GroupStorage
  readonly clock: Clock
  /** Told of each failed append; the client is told `coordinator-not-available`. */
  readonly onStorageError?: (groupId: string, cause: unknown) => void
}

/** Writes the records of groups to the partitions that they belong to. */
export class GroupLog {
  readonly #options: GroupLogOptions
  /** Keys of records in the log that an older Kafka has left, by group and then by the key's bytes. */
  readonly #foreignKeys = new Map<string, Map<string, Uint8Array>>()

  constructor(options: GroupLogOptions) {
    this.#options = options
  }

  partitionFor(groupId: string): number {
    return coordinatorPartition(groupId, this.#options.storage.partitionCount)
  }

  /** False when nothing was written; the cause has been reported then. */
  append(groupId: string, records: readonly GroupLogRecord[], transaction: GroupTransaction | null = null): boolean {
    if (records.length === 0) return true
    const { storage, clock } = this.#options
    const timestamp = BigInt(clock.now())
    const partition = this.partitionFor(groupId)
    try {
      if (transaction === null) storage.append(partition, records, timestamp)
      else storage.appendInTransaction(partition, records, { ...transaction, timestamp })
      return true
    } catch (cause) {
      this.#options.onStorageError?.(groupId, cause)
      return false
    }
  }

  /**
   * Remembers a record that only an older Kafka needs: it goes when the group is written the next time, or deleted.
   */
  noteForeign(groupId: string, record: GroupLogRecord): void {
    const keys = this.#foreignKeys.get(groupId) ?? new Map<string, Uint8Array>()
    const id = Buffer.from(record.key).toString('latin1')
    if (record.value === null) keys.delete(id)
    else keys.set(id, Uint8Array.from(record.key))
    if (keys.size === 0) this.#foreignKeys.delete(groupId)
    else this.#foreignKeys.set(groupId, keys)
  }

  foreignGroupIds(): Iterable<string> {
    return this.#foreignKeys.keys()
  }

  /**
   * Deletes what an older Kafka has left: what 4.0 knew of the topics of a group of KIP-848 (type 4). As Apache Kafka does,
   * with the next record of the group.
   */
  foreignTombstones(groupId: string): readonly GroupLogRecord[] {
    return [...(this.#foreignKeys.get(groupId)?.values() ?? [])].map((key) => ({ key, value: null }))
  }

  forgetForeign(groupId: string): void {
    this.#foreignKeys.delete(groupId)
  }
}
