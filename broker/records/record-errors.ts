/** The bytes of a batch contradict themselves: wrong CRC, wrong length, records that do not fit their header. */
export class CorruptBatchError extends Error {
  override readonly name = 'CorruptBatchError'
}

/** One record at fault, by its index in the batch, as a produce response (version 8 and later) reports it. */
export interface RecordError {
  readonly batchIndex: number
  readonly message: string
}

/** The batch is whole, but not what a producer may send: a bad timestamp, a missing key, a wrong offset. */
export class InvalidRecordError extends Error {
  override readonly name = 'InvalidRecordError'
  /** Empty when the batch as a whole is at fault. */
  readonly recordErrors: readonly RecordError[]

  constructor(message: string, recordErrors: readonly RecordError[] = []) {
    super(message)
    this.recordErrors = recordErrors
  }
}

/** A record's timestamp lies outside what the topic allows. */
export class InvalidTimestampError extends InvalidRecordError {}

/** The batch is in a format (magic) or codec that is not served here. */
export class UnsupportedBatchError extends Error {
  override readonly name = 'UnsupportedBatchError'
  readonly reason: 'magic' | 'codec'

  constructor(reason: 'magic' | 'codec', message: string) {
    super(message)
    this.reason = reason
  }
}

/** A batch exceeds `max.message.bytes`. */
export class BatchTooLargeError extends Error {
  override readonly name = 'BatchTooLargeError'
}
