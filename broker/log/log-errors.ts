/** The offset asked for lies outside the log. */
export class OffsetOutOfRangeError extends Error {
  override readonly name = 'OffsetOutOfRangeError'
}

/** A write or an fsync failed: what is on disk is not known any more, so the log takes and gives nothing until it is reopened. */
export class LogOfflineError extends Error {
  override readonly name = 'LogOfflineError'
}

/** The disk did not take the records; the log is as it was before. `code` is the system's, such as `ENOSPC`. */
export class LogStorageError extends Error {
  override readonly name = 'LogStorageError'
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

/** The batches together do not fit one segment (`segment.bytes`). */
export class RecordListTooLargeError extends Error {
  override readonly name = 'RecordListTooLargeError'
}

/** An idempotent producer's batch does not follow its last one: something between them was lost. */
export class OutOfOrderSequenceError extends Error {
  override readonly name = 'OutOfOrderSequenceError'
}

/** A producer with a newer epoch has taken over. */
export class InvalidProducerEpochError extends Error {
  override readonly name = 'InvalidProducerEpochError'
}

/** A transaction marker of a coordinator that has been replaced since. */
export class TransactionCoordinatorFencedError extends Error {
  override readonly name = 'TransactionCoordinatorFencedError'
}

/** A transactional batch and a batch without transaction by one producer got in each other's way. */
export class InvalidTransactionStateError extends Error {
  override readonly name = 'InvalidTransactionStateError'
}

/** A log directory holds something that is not Kafka's, or a file that cannot be understood. */
export class LogDirectoryError extends Error {
  override readonly name = 'LogDirectoryError'
}

/** There is no log for that partition here. */
export class UnknownPartitionError extends Error {
  override readonly name = 'UnknownPartitionError'
}
