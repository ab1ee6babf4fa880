/** Settings of the transaction coordinator, under the names that Kafka gives them. */
export interface TransactionConfig {
  /** `transaction.max.timeout.ms` */
  readonly maxTimeoutMs: number
  /** `transactional.id.expiration.ms` */
  readonly transactionalIdExpirationMs: number
  /** `transaction.abort.timed.out.transaction.cleanup.interval.ms` */
  readonly abortTimedOutIntervalMs: number
  /** `transaction.remove.expired.transaction.cleanup.interval.ms` */
  readonly removeExpiredIntervalMs: number
}

export const defaultTransactionConfig: TransactionConfig = {
  maxTimeoutMs: 15 * 60_000,
  transactionalIdExpirationMs: 7 * 24 * 3_600_000,
  abortTimedOutIntervalMs: 10_000,
  removeExpiredIntervalMs: 3_600_000,
}
