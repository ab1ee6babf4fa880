/** Bytes are not what they were read as, or text cannot become what was asked for; the message is for people. */
export class DecodeError extends Error {
  override readonly name = 'DecodeError'
}

/** The words of whatever a library threw, as part of a sentence. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
