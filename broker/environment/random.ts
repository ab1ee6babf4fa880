export interface Random {
  /** `length` random bytes. */
  bytes(length: number): Uint8Array
  /** An integer from 0 to `bound` exclusive; `bound` is at most 2^31. */
  integer(bound: number): number
}
