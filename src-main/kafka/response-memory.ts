const pieceBytes = 1024 * 1024
const mostKeptBytes = 16 * 1024 * 1024

/**
 * Memory that responses are put into one after the other: fresh memory for each costs more than going over what is in it.
 * It grows to what was needed at once, within bounds; what does not fit has memory of its own.
 */
export class ResponseMemory {
  #kept = Buffer.alloc(0)
  #takenBytes = 0

  /** Memory for one response, until `reuse` is called. */
  take(byteCount: number): Buffer {
    const from = this.#takenBytes
    this.#takenBytes += byteCount
    if (this.#takenBytes <= this.#kept.length) return this.#kept.subarray(from, this.#takenBytes)
    return Buffer.allocUnsafeSlow(byteCount)
  }

  /** Nobody looks at what was taken any more. */
  reuse(): void {
    const wantedBytes = Math.ceil(this.#takenBytes / pieceBytes) * pieceBytes
    this.#takenBytes = 0
    if (wantedBytes > this.#kept.length && wantedBytes <= mostKeptBytes) {
      this.#kept = Buffer.allocUnsafeSlow(wantedBytes)
    }
  }
}
