/**
 * Thrown when bytes from outside cannot be what they claim to be: a length that points past the end, a varint that
 * does not end, a null where none is allowed. It is never a bug of the reader; the edge that owns the bytes turns
 * it into an answer (an error code, a closed connection, a cut log).
 */
export class MalformedBytesError extends Error {
  override readonly name = 'MalformedBytesError'
}
