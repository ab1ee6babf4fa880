interface Counts {
  scannedCount: number
  matchCount: number
}

const mostBuckets = 4000

/**
 * Counts over time in bounded memory: as the times that come lie further apart, neighbouring buckets become one of twice
 * the width.
 */
export class TimeHistogram {
  #bucketMs = 1000n
  #buckets = new Map<bigint, Counts>()

  scanned(timestamp: bigint, count: number): void {
    this.#countsAt(timestamp).scannedCount += count
  }

  matched(timestamp: bigint): void {
    this.#countsAt(timestamp).matchCount += 1
  }

  /** At most `count` buckets of the same width, without gaps, the earliest first. */
  buckets(count: number): { bucketMs: bigint; buckets: { start: bigint; scannedCount: number; matchCount: number }[] } {
    const starts = [...this.#buckets.keys()].toSorted((a, b) => (a < b ? -1 : 1))
    const [first] = starts
    const last = starts.at(-1)
    if (first === undefined || last === undefined) return { bucketMs: this.#bucketMs, buckets: [] }
    let bucketMs = this.#bucketMs
    while (last / bucketMs - first / bucketMs >= BigInt(count)) bucketMs *= 2n
    const origin = floorTo(first, bucketMs)
    const total = Number((floorTo(last, bucketMs) - origin) / bucketMs) + 1
    const buckets = Array.from({ length: total }, (_each, index) => ({
      start: origin + BigInt(index) * bucketMs,
      scannedCount: 0,
      matchCount: 0,
    }))
    for (const [start, counts] of this.#buckets) {
      const bucket = buckets[Number((floorTo(start, bucketMs) - origin) / bucketMs)]
      if (bucket === undefined) continue
      bucket.scannedCount += counts.scannedCount
      bucket.matchCount += counts.matchCount
    }
    return { bucketMs, buckets }
  }

  #countsAt(timestamp: bigint): Counts {
    const start = floorTo(timestamp, this.#bucketMs)
    const found = this.#buckets.get(start)
    if (found !== undefined) return found
    const counts = { scannedCount: 0, matchCount: 0 }
    this.#buckets.set(start, counts)
    if (this.#buckets.size <= mostBuckets) return counts
    this.#widen()
    return this.#countsAt(timestamp)
  }

  #widen(): void {
    const narrow = this.#buckets
    this.#buckets = new Map()
    this.#bucketMs *= 2n
    for (const [start, counts] of narrow) {
      const wide = floorTo(start, this.#bucketMs)
      const sum = this.#buckets.get(wide)
      if (sum === undefined) this.#buckets.set(wide, counts)
      else {
        sum.scannedCount += counts.scannedCount
        sum.matchCount += counts.matchCount
      }
    }
    if (this.#buckets.size > mostBuckets) this.#widen()
  }
}

/** Also of times before 1970, which Kafka does not forbid. */
function floorTo(timestamp: bigint, width: bigint): bigint {
  const rest = timestamp % width
  return timestamp - (rest < 0n ? rest + width : rest)
}
