import type { GroupLogRecord, GroupStorage } from '../../../broker/groups/group-storage.ts'

export interface AppendedRecord extends GroupLogRecord {
  readonly partition: number
}

/** `__consumer_offsets` in memory: keeps what was appended, and can refuse to. */
export class MemoryGroupStorage implements GroupStorage {
  readonly partitionCount = 50
  readonly records: AppendedRecord[] = []
  refusesWrites = false

  append(partition: number, records: readonly GroupLogRecord[]): void {
    if (this.refusesWrites) throw new Error('the disk is full')
    for (const { key, value } of records) this.records.push({ partition, key, value })
  }

  appendInTransaction(partition: number, records: readonly GroupLogRecord[]): void {
    this.append(partition, records)
  }
}
