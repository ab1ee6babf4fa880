/** The bytes of a batch contradict themselves: wrong CRC, wrong length, records that do not fit their header. */
export class CorruptBatchError extends Error {
  override readonly name = 'CorruptBatchError'
}

/** The batch is whole, but not what a producer may send: a bad timestamp, a missing key, a wrong offset. */
export class InvalidRecordError extends Error {
  override readonly name = 'InvalidRecordError'
  /** Which records of the request are at fault, by their index in it; empty when the batch as a whole is. */
  readonly recordErrors: readonly { readonly batchIndex: number; readonly message: string }[]

  constructor(
    message: string,
    recordErrors: readonly { readonly batchIndex: number; readonly message: string }[] = [],
  ) {
    super(message)
    this.recordErrors = recordErrors
  }
}

/** A record's timestamp lies outside what the topic allows. */
export class InvalidTimestampError extends InvalidRecordError {}

/** The batch is in a format (magic) or codec that is not served here. */
export class UnsupportedBatchError extends Error {
  override readonly name = 'UnsupportedBatchError'
}

/** A batch exceeds `max.message.bytes`. */
export class BatchTooLargeError extends Error {
  override readonly name = 'BatchTooLargeError'
}
