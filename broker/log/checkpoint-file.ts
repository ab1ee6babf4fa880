import type { Disk } from '../environment/disk.ts'
import { directoryName } from './directory-name.ts'
import type { PartitionLog } from './partition-log.ts'

/**
 * An offset checkpoint, text:
 *
 *     0                   version
 *     2                   number of entries
 *     orders 0 117        topic, partition, offset
 *     orders 1 98
 */
export class CheckpointFile {
  readonly #disk: Disk
  readonly #path: string
  /** Of which partitions the file may speak. */
  #names = new Set<string>()
  #written: string | null = null
  /** Grows with each write that is begun. */
  #generation = 0

  constructor(disk: Disk, path: string) {
    this.#disk = disk
    this.#path = path
  }

  /** By `<topic>-<partition>`. Null when the file is missing or not sound: then nothing is known. */
  read(): Map<string, bigint> | null {
    if (!this.#disk.exists(this.#path)) return null
    const [version, count, ...lines] = Buffer.from(this.#disk.readFile(this.#path)).toString('utf8').split('\n')
    const offsets = new Map<string, bigint>()
    for (const line of lines) {
      const [, topic, partition, offset] = /^(\S+) (\d+) (\d+)$/.exec(line) ?? []
      if (topic !== undefined && offset !== undefined) {
        offsets.set(directoryName(topic, Number(partition)), BigInt(offset))
      }
    }
    this.#names = new Set(offsets.keys())
    return version === '0' && offsets.size === Number(count) ? offsets : null
  }

  mentions(name: string): boolean {
    return this.#names.has(name)
  }

  /**
   * Replaces the file, unless it says the same already, without holding anybody up: an fsync may take long where much is written.
   * After a power cut the file may say what it said before.
   */
  async write(logs: Iterable<PartitionLog>, offsetOf: OffsetOf): Promise<void> {
    const { text, names } = contentsOf(logs, offsetOf)
    if (text === this.#written) return
    const generation = (this.#generation += 1)
    // A power cut may bring back any of the contents since the last durable one.
    this.#names = new Set([...this.#names, ...names])
    const temporary = `${this.#path}.tmp`
    const file = this.#disk.open(temporary, 'create')
    try {
      file.truncate(0)
      file.write(Buffer.from(text), 0)
      await file.sync()
    } finally {
      file.close()
    }
    // Somebody who could not wait has written something newer.
    if (generation !== this.#generation) return
    this.#disk.rename(temporary, this.#path)
    this.#written = text
  }

  /** The same, durably and at once. */
  writeNow(logs: Iterable<PartitionLog>, offsetOf: OffsetOf): void {
    const { text, names } = contentsOf(logs, offsetOf)
    this.#generation += 1
    this.#disk.replaceFile(this.#path, Buffer.from(text))
    this.#written = text
    this.#names = names
  }
}

/** Null for a log of which there is nothing to say. */
type OffsetOf = (log: PartitionLog) => bigint | null

function contentsOf(logs: Iterable<PartitionLog>, offsetOf: OffsetOf) {
  const lines: string[] = []
  const names = new Set<string>()
  for (const log of logs) {
    const offset = offsetOf(log)
    if (offset === null) continue
    lines.push(`${log.topic} ${log.partition} ${offset}\n`)
    names.add(directoryName(log.topic, log.partition))
  }
  return { text: `0\n${lines.length}\n${lines.join('')}`, names }
}
