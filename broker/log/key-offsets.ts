/** Bounds of one round of compaction: what does not fit is left to the next. */
const maxKeys = 2_000_000
const maxKeyBytes = 128 * 1024 * 1024

/**
 * The latest offset of each key in a stretch of a log.
 *
 * Invariant: it knows every key in [start, end).
 */
export class KeyOffsets {
  readonly start: bigint
  /** Exclusive; grows as the log is read. */
  end: bigint
  // Offsets as distances from `start`: small integers take no memory of their own.
  readonly #latest = new Map<string, number>()
  #keyBytes = 0

  constructor(start: bigint) {
    this.start = start
    this.end = start
  }

  /** False when there is no room for another key. */
  put(key: Uint8Array, offset: bigint): boolean {
    const text = textOf(key)
    if (!this.#latest.has(text)) {
      if (this.#latest.size >= maxKeys || this.#keyBytes + key.byteLength > maxKeyBytes) return false
      this.#keyBytes += key.byteLength
    }
    this.#latest.set(text, Number(offset - this.start))
    return true
  }

  /** Whether a record with this key and offset is the latest that is known of its key. */
  isLatest(key: Uint8Array, offset: bigint): boolean {
    const latest = this.#latest.get(textOf(key))
    return latest === undefined || offset >= this.start + BigInt(latest)
  }
}

// One character a byte: different bytes are different texts, whatever they mean.
function textOf(key: Uint8Array): string {
  return Buffer.from(key.buffer, key.byteOffset, key.byteLength).toString('latin1')
}
