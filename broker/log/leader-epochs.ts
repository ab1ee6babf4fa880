import type { Disk } from '../environment/disk.ts'
import type { EpochEndOffset } from './log-results.ts'

interface EpochStart {
  readonly epoch: number
  readonly startOffset: bigint
}

/**
 * Which leader epoch wrote which offsets: `leader-epoch-checkpoint`, text:
 *
 *     0                      version
 *     2                      number of entries
 *     0 0                    epoch, first offset
 *     3 117
 *
 * Invariant: epochs and offsets both grow. The file may lag behind: what it lacks lies behind the recovery point, and recovery
 * reads it from the batches again.
 */
export class LeaderEpochs {
  readonly #disk: Disk
  readonly #path: string
  #entries: EpochStart[]
  #isDirty: boolean
  /** There was a file, but it was no such checkpoint. */
  readonly isFileUnreadable: boolean

  private constructor(disk: Disk, path: string, entries: EpochStart[] | 'none' | 'unreadable') {
    this.#disk = disk
    this.#path = path
    this.#entries = typeof entries === 'string' ? [] : entries
    this.#isDirty = typeof entries === 'string'
    this.isFileUnreadable = entries === 'unreadable'
  }

  /** Those of a log without any; there is no file yet. */
  static none(disk: Disk, path: string): LeaderEpochs {
    return new LeaderEpochs(disk, path, 'none')
  }

  /** An unreadable file counts as empty: what it should say is learned from the batches behind the recovery point. */
  static read(disk: Disk, path: string): LeaderEpochs {
    return new LeaderEpochs(disk, path, parse(Buffer.from(disk.readFile(path)).toString('utf8')) ?? 'unreadable')
  }

  get latest(): number | null {
    return this.#entries.at(-1)?.epoch ?? null
  }

  /** Notes that `epoch` begins at `startOffset`, unless it has begun already. An older epoch is ignored. */
  assign(epoch: number, startOffset: bigint): void {
    if (epoch < 0 || epoch <= (this.latest ?? -1)) return
    this.#entries = [...this.#entries.filter((entry) => entry.startOffset < startOffset), { epoch, startOffset }]
    this.#isDirty = true
  }

  epochFor(offset: bigint): number | null {
    return this.#entries.findLast(({ startOffset }) => startOffset <= offset)?.epoch ?? null
  }

  /** Where the largest epoch not above `epoch` ends; null when that is not known. */
  endOffsetFor(epoch: number, logEndOffset: bigint): EpochEndOffset | null {
    const first = this.#entries[0]
    if (epoch === -1 || first === undefined) return null
    if (epoch === this.latest) return { leaderEpoch: epoch, endOffset: logEndOffset }
    const higher = this.#entries.findIndex((entry) => entry.epoch > epoch)
    const next = this.#entries[higher]
    if (next === undefined) return null
    // An epoch before all that are known ended where the first of them began.
    const found = this.#entries[higher - 1]
    return { leaderEpoch: found?.epoch ?? epoch, endOffset: next.startOffset }
  }

  truncateFromEnd(endOffset: bigint): void {
    this.#replace(this.#entries.filter(({ startOffset }) => startOffset < endOffset))
  }

  /** Forgets epochs that lie wholly before `startOffset`; the one that it lies in begins there from now on. */
  truncateFromStart(logStartOffset: bigint): void {
    const current = this.#entries.findLastIndex(({ startOffset }) => startOffset <= logStartOffset)
    const entry = this.#entries[current]
    if (entry === undefined) return
    this.#replace([{ epoch: entry.epoch, startOffset: logStartOffset }, ...this.#entries.slice(current + 1)])
  }

  clear(): void {
    this.#replace([])
  }

  /** Makes the file of a new log; without epochs it says nothing that would have to be durable. */
  create(): void {
    this.#disk.writeFile(this.#path, this.#text())
    this.#isDirty = false
  }

  /** Brings the file up to date, durably. */
  write(): void {
    if (!this.#isDirty) return
    this.#disk.replaceFile(this.#path, this.#text())
    this.#isDirty = false
  }

  #text(): Buffer {
    const lines = this.#entries.map(({ epoch, startOffset }) => `${epoch} ${startOffset}\n`)
    return Buffer.from(`0\n${lines.length}\n${lines.join('')}`)
  }

  #replace(entries: EpochStart[]): void {
    const isSame =
      entries.length === this.#entries.length &&
      entries.every(
        ({ epoch, startOffset }, index) =>
          epoch === this.#entries[index]?.epoch && startOffset === this.#entries[index].startOffset,
      )
    if (isSame) return
    this.#entries = entries
    this.#isDirty = true
  }
}

function parse(text: string): EpochStart[] | null {
  const [version, count, ...lines] = text.split('\n')
  if (version !== '0') return null
  const entries: EpochStart[] = []
  for (const line of lines.slice(0, Number(count))) {
    const [, epoch, startOffset] = /^(\d+) (\d+)$/.exec(line) ?? []
    if (epoch === undefined || startOffset === undefined) return null
    entries.push({ epoch: Number(epoch), startOffset: BigInt(startOffset) })
  }
  return entries.length === Number(count) ? entries : null
}
