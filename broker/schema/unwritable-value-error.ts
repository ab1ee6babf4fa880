/** Thrown when a value does not fit its schema in the version asked for. A bug of the caller, not of the bytes. */
export class UnwritableValueError extends Error {
  override readonly name = 'UnwritableValueError'
}
