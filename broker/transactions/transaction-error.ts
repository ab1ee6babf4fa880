/**
 * What can be wrong with a request to the transaction coordinator, in its own words. The place that translates errors for
 * the wire maps each of these to the Kafka error code of the same name.
 */
export type TransactionErrorKind =
  /** The transactional id is empty. INVALID_REQUEST */
  | 'invalid-request'
  /** The timeout is not positive, or longer than `transaction.max.timeout.ms`. INVALID_TRANSACTION_TIMEOUT */
  | 'invalid-transaction-timeout'
  /** The transactional id is not known, or belongs to another producer id. INVALID_PRODUCER_ID_MAPPING */
  | 'invalid-producer-id-mapping'
  /** A newer producer took over the transactional id. PRODUCER_FENCED */
  | 'producer-fenced'
  /** The last transaction is still being completed; trying again helps. CONCURRENT_TRANSACTIONS */
  | 'concurrent-transactions'
  /** The transaction is not in a state that allows this. INVALID_TXN_STATE */
  | 'invalid-txn-state'
  /** The partition is not part of the transaction, which has to be aborted. TRANSACTION_ABORTABLE */
  | 'transaction-abortable'
  /** There is no such transactional id. TRANSACTIONAL_ID_NOT_FOUND */
  | 'transactional-id-not-found'
  /** The id's part of `__transaction_state` is still being read. COORDINATOR_LOAD_IN_PROGRESS */
  | 'coordinator-load-in-progress'
  /** The change could not be written, or the broker is stopping. Trying again may help. COORDINATOR_NOT_AVAILABLE */
  | 'coordinator-not-available'
