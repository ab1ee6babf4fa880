/**
 * A record contradicts those before it: a change of a partition that does not exist, an epoch that is not the
 * broker's. A log that was written in order never holds one; going on would guess.
 */
export class InconsistentMetadataError extends Error {
  override readonly name = 'InconsistentMetadataError'
}
