/** The store was closed, or its disk has failed: what is on it is not known, so nothing can be decided any more. */
export class MetadataStoreClosedError extends Error {
  override readonly name = 'MetadataStoreClosedError'
}

/** One command leads to more records than a batch of the metadata log can hold; nothing has changed. */
export class CommandTooLargeError extends Error {
  override readonly name = 'CommandTooLargeError'
}
