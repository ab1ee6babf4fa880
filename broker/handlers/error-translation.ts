import type { GroupErrorKind } from '../groups/group-error.ts'
import {
  InvalidProducerEpochError,
  InvalidTransactionStateError,
  LogOfflineError,
  LogStorageError,
  OffsetOutOfRangeError,
  OutOfOrderSequenceError,
  RecordListTooLargeError,
  TransactionCoordinatorFencedError,
} from '../log/log-errors.ts'
import type { FailureKind } from '../metadata/controller/decision.ts'
import { errorCode } from '../protocol/error-codes.ts'
import {
  BatchTooLargeError,
  CorruptBatchError,
  InvalidRecordError,
  InvalidTimestampError,
  UnsupportedBatchError,
} from '../records/record-errors.ts'
import type { TransactionErrorKind } from '../transactions/transaction-error.ts'

/*
 * The one place where the words of the domains become Kafka's error codes. Neither the log, nor the controller, nor
 * the groups know that these codes exist.
 */

const groupErrors: Readonly<Record<GroupErrorKind, number>> = {
  'invalid-group-id': errorCode.INVALID_GROUP_ID,
  'group-id-not-found': errorCode.GROUP_ID_NOT_FOUND,
  'non-empty-group': errorCode.NON_EMPTY_GROUP,
  'group-max-size-reached': errorCode.GROUP_MAX_SIZE_REACHED,
  'unknown-member-id': errorCode.UNKNOWN_MEMBER_ID,
  'member-id-required': errorCode.MEMBER_ID_REQUIRED,
  'fenced-instance-id': errorCode.FENCED_INSTANCE_ID,
  'illegal-generation': errorCode.ILLEGAL_GENERATION,
  'rebalance-in-progress': errorCode.REBALANCE_IN_PROGRESS,
  'inconsistent-group-protocol': errorCode.INCONSISTENT_GROUP_PROTOCOL,
  'invalid-session-timeout': errorCode.INVALID_SESSION_TIMEOUT,
  'offset-metadata-too-large': errorCode.OFFSET_METADATA_TOO_LARGE,
  'group-subscribed-to-topic': errorCode.GROUP_SUBSCRIBED_TO_TOPIC,
  'unstable-offset-commit': errorCode.UNSTABLE_OFFSET_COMMIT,
  'invalid-request': errorCode.INVALID_REQUEST,
  'fenced-member-epoch': errorCode.FENCED_MEMBER_EPOCH,
  'stale-member-epoch': errorCode.STALE_MEMBER_EPOCH,
  'unreleased-instance-id': errorCode.UNRELEASED_INSTANCE_ID,
  'unsupported-assignor': errorCode.UNSUPPORTED_ASSIGNOR,
  'invalid-regular-expression': errorCode.INVALID_REGULAR_EXPRESSION,
  'unsupported-version': errorCode.UNSUPPORTED_VERSION,
  'coordinator-load-in-progress': errorCode.COORDINATOR_LOAD_IN_PROGRESS,
  'coordinator-not-available': errorCode.COORDINATOR_NOT_AVAILABLE,
}

/** The code of what a group said; NONE when all is well. */
export function codeOfGroupError(error: GroupErrorKind | null): number {
  return error === null ? errorCode.NONE : groupErrors[error]
}

const transactionErrors: Readonly<Record<TransactionErrorKind, number>> = {
  'invalid-request': errorCode.INVALID_REQUEST,
  'invalid-transaction-timeout': errorCode.INVALID_TRANSACTION_TIMEOUT,
  'invalid-producer-id-mapping': errorCode.INVALID_PRODUCER_ID_MAPPING,
  'producer-fenced': errorCode.PRODUCER_FENCED,
  'concurrent-transactions': errorCode.CONCURRENT_TRANSACTIONS,
  'invalid-txn-state': errorCode.INVALID_TXN_STATE,
  'transaction-abortable': errorCode.TRANSACTION_ABORTABLE,
  'transactional-id-not-found': errorCode.TRANSACTIONAL_ID_NOT_FOUND,
  'coordinator-load-in-progress': errorCode.COORDINATOR_LOAD_IN_PROGRESS,
  'coordinator-not-available': errorCode.COORDINATOR_NOT_AVAILABLE,
}

/** `fencedSince` is the version of the API from which on its clients know PRODUCER_FENCED; before it they hear of their epoch. */
export function codeOfTransactionError(
  error: TransactionErrorKind | null,
  { version, fencedSince }: { readonly version: number; readonly fencedSince: number } = { version: 0, fencedSince: 0 },
): number {
  if (error === null) return errorCode.NONE
  if (error === 'producer-fenced' && version < fencedSince) return errorCode.INVALID_PRODUCER_EPOCH
  return transactionErrors[error]
}

const controllerFailures: Readonly<Record<FailureKind, number>> = {
  'topic-already-exists': errorCode.TOPIC_ALREADY_EXISTS,
  'invalid-topic': errorCode.INVALID_TOPIC_EXCEPTION,
  'invalid-partitions': errorCode.INVALID_PARTITIONS,
  'invalid-replication-factor': errorCode.INVALID_REPLICATION_FACTOR,
  'invalid-replica-assignment': errorCode.INVALID_REPLICA_ASSIGNMENT,
  'invalid-config': errorCode.INVALID_CONFIG,
  'invalid-request': errorCode.INVALID_REQUEST,
  'invalid-update-version': errorCode.INVALID_UPDATE_VERSION,
  'unknown-topic-or-partition': errorCode.UNKNOWN_TOPIC_OR_PARTITION,
  'unknown-topic-id': errorCode.UNKNOWN_TOPIC_ID,
  'broker-id-not-registered': errorCode.BROKER_ID_NOT_REGISTERED,
  'no-reassignment-in-progress': errorCode.NO_REASSIGNMENT_IN_PROGRESS,
  'throttling-quota-exceeded': errorCode.THROTTLING_QUOTA_EXCEEDED,
  'topic-authorization-failed': errorCode.TOPIC_AUTHORIZATION_FAILED,
  'topic-deletion-disabled': errorCode.TOPIC_DELETION_DISABLED,
  'policy-violation': errorCode.POLICY_VIOLATION,
  'duplicate-resource': errorCode.DUPLICATE_RESOURCE,
  'resource-not-found': errorCode.RESOURCE_NOT_FOUND,
  'unacceptable-credential': errorCode.UNACCEPTABLE_CREDENTIAL,
  'unsupported-sasl-mechanism': errorCode.UNSUPPORTED_SASL_MECHANISM,
  'storage-error': errorCode.KAFKA_STORAGE_ERROR,
  'unsupported-version': errorCode.UNSUPPORTED_VERSION,
  'token-not-found': errorCode.DELEGATION_TOKEN_NOT_FOUND,
  'token-owner-mismatch': errorCode.DELEGATION_TOKEN_OWNER_MISMATCH,
  'token-expired': errorCode.DELEGATION_TOKEN_EXPIRED,
}

export function codeOfFailure(kind: FailureKind): number {
  return controllerFailures[kind]
}

type ErrorClass = abstract new (...parameters: never[]) => Error

/** Subclasses stand before their parents. */
const thrownErrors: readonly (readonly [ErrorClass, number])[] = [
  [OffsetOutOfRangeError, errorCode.OFFSET_OUT_OF_RANGE],
  [CorruptBatchError, errorCode.CORRUPT_MESSAGE],
  [InvalidTimestampError, errorCode.INVALID_TIMESTAMP],
  [InvalidRecordError, errorCode.INVALID_RECORD],
  [UnsupportedBatchError, errorCode.UNSUPPORTED_FOR_MESSAGE_FORMAT],
  [BatchTooLargeError, errorCode.MESSAGE_TOO_LARGE],
  [RecordListTooLargeError, errorCode.RECORD_LIST_TOO_LARGE],
  [OutOfOrderSequenceError, errorCode.OUT_OF_ORDER_SEQUENCE_NUMBER],
  [InvalidProducerEpochError, errorCode.INVALID_PRODUCER_EPOCH],
  [InvalidTransactionStateError, errorCode.INVALID_TXN_STATE],
  [TransactionCoordinatorFencedError, errorCode.TRANSACTION_COORDINATOR_FENCED],
  [LogStorageError, errorCode.KAFKA_STORAGE_ERROR],
  [LogOfflineError, errorCode.KAFKA_STORAGE_ERROR],
]

/** The code of what a log or the records in it threw; null for anything else, which is a bug and must be heard of. */
export function codeOfThrown(error: unknown): number | null {
  return thrownErrors.find(([kind]) => error instanceof kind)?.[1] ?? null
}
