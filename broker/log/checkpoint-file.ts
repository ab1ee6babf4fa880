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
  /** What the file is known to say: as `read`, then as written. */
  #names = new Set<string>()
  #written: string | null = null

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

  /** Replaces the file durably, unless it says the same already. */
  write(logs: Iterable<PartitionLog>, offsetOf: (log: PartitionLog) => bigint | null): void {
    const lines: string[] = []
    const names = new Set<string>()
    for (const log of logs) {
      const offset = offsetOf(log)
      if (offset === null) continue
      lines.push(`${log.topic} ${log.partition} ${offset}\n`)
      names.add(directoryName(log.topic, log.partition))
    }
    const text = `0\n${lines.length}\n${lines.join('')}`
    if (text === this.#written) return
    this.#disk.replaceFile(this.#path, Buffer.from(text))
    this.#written = text
    this.#names = names
  }
}
