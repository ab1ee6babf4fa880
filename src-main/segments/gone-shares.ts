const firstCapacity = 1024
/** A byte a batch; of a partition with more batches the rest is not told one by one. */
const maxBatches = 16 * 1024 * 1024
const cellCount = 4096

/** Which part of each batch of a file goes, and of each stretch of it, in bounded memory. */
export class GoneShares {
  readonly #cellBytes: number
  readonly #goneBytes = new Float64Array(cellCount)
  #shares = new Uint8Array(firstCapacity)
  #count = 0

  constructor(sizeBytes: number) {
    this.#cellBytes = Math.max(1, Math.ceil(sizeBytes / cellCount))
  }

  /** The next batch: from 0, all of it stays, to 1. */
  add({
    position,
    sizeBytes,
    goneBytes,
    share,
  }: {
    position: number
    sizeBytes: number
    goneBytes: number
    share: number
  }): void {
    this.#push(share <= 0 ? 0 : share >= 1 ? 255 : Math.max(1, Math.min(254, Math.round(share * 255))))
    const end = position + sizeBytes
    for (let cell = Math.floor(position / this.#cellBytes); cell * this.#cellBytes < end; cell++) {
      const part = Math.min(end, (cell + 1) * this.#cellBytes) - Math.max(position, cell * this.#cellBytes)
      this.#goneBytes[cell] = (this.#goneBytes[cell] ?? 0) + (goneBytes * part) / sizeBytes
    }
  }

  /** Of a batch by its number; null: not known. */
  of(number: number): number | null {
    const share = number < this.#count ? this.#shares[number] : undefined
    return share === undefined ? null : share / 255
  }

  /** Of the bytes between two positions. */
  between(from: number, to: number): number {
    let gone = 0
    for (let cell = Math.floor(from / this.#cellBytes); cell * this.#cellBytes < to && cell < cellCount; cell++) {
      const part = Math.min(to, (cell + 1) * this.#cellBytes) - Math.max(from, cell * this.#cellBytes)
      gone += ((this.#goneBytes[cell] ?? 0) * part) / this.#cellBytes
    }
    return Math.min(1, gone / Math.max(1, to - from))
  }

  #push(share: number): void {
    if (this.#count >= maxBatches) return
    if (this.#count === this.#shares.length) {
      const larger = new Uint8Array(this.#count * 2)
      larger.set(this.#shares)
      this.#shares = larger
    }
    this.#shares[this.#count++] = share
  }
}
