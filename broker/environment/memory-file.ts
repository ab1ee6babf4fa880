import type { Random } from './random.ts'

type Change =
  | { readonly kind: 'write'; readonly position: number; readonly bytes: Buffer }
  | { readonly kind: 'truncate'; readonly length: number }

/**
 * Contents of one file of the in-memory disk: what programs see, and what the medium is sure to hold.
 *
 * Invariant: `durable` with all of `#pending` applied equals `visible`.
 */
export class MemoryFile {
  #visible: Buffer = Buffer.alloc(0)
  #length = 0
  #durable: Buffer = Buffer.alloc(0)
  #pending: Change[] = []
  modifiedAtMs: number

  constructor(modifiedAtMs: number) {
    this.modifiedAtMs = modifiedAtMs
  }

  get length(): number {
    return this.#length
  }

  contents(): Buffer {
    return this.#visible.subarray(0, this.#length)
  }

  read(target: Uint8Array, position: number): number {
    const available = this.contents().subarray(Math.min(position, this.#length))
    const count = Math.min(available.length, target.byteLength)
    target.set(available.subarray(0, count))
    return count
  }

  write(bytes: Uint8Array, position: number): void {
    this.#pending.push({ kind: 'write', position, bytes: Buffer.from(bytes) })
    this.#resize(Math.max(this.#length, position + bytes.byteLength))
    this.#visible.set(bytes, position)
  }

  truncate(length: number): void {
    this.#pending.push({ kind: 'truncate', length })
    this.#resize(length)
  }

  sync(): void {
    this.#durable = Buffer.from(this.contents())
    this.#pending = []
  }

  /**
   * After a power cut: the durable contents, some of the changes since, and perhaps a part of one more. The medium takes changes in order, or,
   * with `reorders`, in any order: then later ones may be there without earlier ones, and the end of one without its middle.
   */
  losePending(random: Random, { reorders }: { readonly reorders: boolean }): void {
    const changes = this.#pending
    const count = random.integer(changes.length + 1)
    const kept = reorders ? changes.filter(() => random.integer(2) === 0) : changes.slice(0, count)
    const torn = reorders ? undefined : changes[count]
    this.#pending = []
    this.#resize(0)
    this.#resize(this.#durable.length)
    this.#visible.set(this.#durable)
    for (const change of kept) this.#apply(change.kind === 'write' && reorders ? this.#holed(change, random) : change)
    if (torn?.kind === 'write') {
      this.#apply({ ...torn, bytes: torn.bytes.subarray(0, random.integer(torn.bytes.length + 1)) })
    }
    this.sync()
  }

  /** Sometimes a write of which a stretch in the middle has not arrived: it keeps what the file had there. */
  #holed(change: Extract<Change, { kind: 'write' }>, random: Random): Change {
    const { bytes, position } = change
    if (random.integer(4) > 0) return change
    const start = random.integer(bytes.length + 1)
    const end = start + random.integer(bytes.length - start + 1)
    const holed = Buffer.from(bytes)
    holed.fill(0, start, end)
    this.read(holed.subarray(start, end), position + start)
    return { ...change, bytes: holed }
  }

  #apply(change: Change): void {
    if (change.kind === 'truncate') this.truncate(change.length)
    else this.write(change.bytes, change.position)
  }

  #resize(length: number): void {
    if (length > this.#visible.length) {
      const larger = Buffer.alloc(Math.max(length, this.#visible.length * 2, 256))
      this.#visible.copy(larger, 0, 0, this.#length)
      this.#visible = larger
    }
    if (length < this.#length) this.#visible.fill(0, length, this.#length)
    this.#length = length
  }
}
