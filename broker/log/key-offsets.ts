/** Bounds of one round of compaction: what does not fit is left to the next. */
const maxKeys = 2_000_000
const maxKeyBytes = 128 * 1024 * 1024

/** A record's key as a cursor gives it; its length is not that of null. */
export interface KeyPlace {
  readonly bytes: Buffer
  readonly keyStart: number
  readonly keyLength: number
}

/**
 * The latest offset of each key in a stretch of a log. Offsets are distances from its `start`: small integers take no
 * memory of their own.
 *
 * Invariant: it knows every key in [start, end).
 */
export class KeyOffsets {
  readonly start: bigint
  /** Exclusive; grows as the log is read. */
  end: bigint
  /** Where in `#latest` a key's offset stands. */
  readonly #places = new Map<string, number>()
  readonly #latest: number[] = []
  #keyBytes = 0

  constructor(start: bigint) {
    this.start = start
    this.end = start
  }

  /** False when there is no room for another key. */
  put(key: KeyPlace, fromStart: number): boolean {
    const text = textOf(key)
    const place = this.#places.get(text)
    if (place !== undefined) {
      this.#latest[place] = fromStart
      return true
    }
    if (this.#latest.length >= maxKeys || this.#keyBytes + key.keyLength > maxKeyBytes) return false
    this.#keyBytes += key.keyLength
    this.#places.set(text, this.#latest.length)
    this.#latest.push(fromStart)
    return true
  }

  /** Whether a record with this key and offset is the latest that is known of its key. */
  isLatest(key: KeyPlace, fromStart: number): boolean {
    const latest = this.latestOf(key)
    return latest === null || fromStart >= latest
  }

  /** The latest offset of a key; null when it does not occur. */
  latestOf(key: KeyPlace): number | null {
    const place = this.#places.get(textOf(key))
    return place === undefined ? null : (this.#latest[place] ?? null)
  }

  get count(): number {
    return this.#latest.length
  }
}

// One character a byte: different bytes are different texts, whatever they mean.
function textOf({ bytes, keyStart, keyLength }: KeyPlace): string {
  return bytes.toString('latin1', keyStart, keyStart + keyLength)
}
