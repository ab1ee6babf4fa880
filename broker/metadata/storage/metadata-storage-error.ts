/**
 * A data directory that cannot be used as it is. The message is one sentence or two for the user: which file, what is
 * wrong with it, what can be done. Nothing was changed.
 */
export class MetadataStorageError extends Error {
  override readonly name = 'MetadataStorageError'
  /** The file or directory that the message is about. */
  readonly path: string

  constructor(path: string, message: string, options?: ErrorOptions) {
    super(`${path}: ${message}`, options)
    this.path = path
  }
}

/** The message of anything that was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}
