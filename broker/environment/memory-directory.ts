import type { MemoryFile } from './memory-file.ts'
import type { Random } from './random.ts'

export type MemoryNode = MemoryFile | MemoryDirectory

/** What became of names at once: null for one that is gone. A rename changes two. */
type NameChange = ReadonlyMap<string, MemoryNode | null>

/**
 * The names in one directory of the in-memory disk: those that programs see, and those that the medium is sure to hold.
 *
 * Invariant: `#durable` with all of `#pending` applied equals `#visible`.
 */
export class MemoryDirectory {
  readonly #visible = new Map<string, MemoryNode>()
  #durable: ReadonlyMap<string, MemoryNode> = new Map()
  #pending: NameChange[] = []

  get entries(): ReadonlyMap<string, MemoryNode> {
    return this.#visible
  }

  get(name: string): MemoryNode | undefined {
    return this.#visible.get(name)
  }

  /** One change of names, atomic as those of all file systems are. */
  change(changes: readonly (readonly [name: string, node: MemoryNode | null])[]): void {
    const change = new Map(changes)
    this.#pending.push(change)
    apply(this.#visible, change)
  }

  sync(): void {
    if (this.#pending.length === 0) return
    this.#durable = new Map(this.#visible)
    this.#pending = []
  }

  /** After a power cut: the first of the changes since the last `sync`, for a directory's changes reach the medium in order. */
  losePending(random: Random): void {
    const kept = this.#pending.slice(0, random.integer(this.#pending.length + 1))
    this.#visible.clear()
    for (const [name, node] of this.#durable) this.#visible.set(name, node)
    for (const change of kept) apply(this.#visible, change)
    this.#pending = kept
    this.sync()
  }
}

function apply(names: Map<string, MemoryNode>, change: NameChange): void {
  for (const [name, node] of change) {
    if (node === null) names.delete(name)
    else names.set(name, node)
  }
}
