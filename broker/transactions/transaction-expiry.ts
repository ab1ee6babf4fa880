import type { Transaction } from './transaction.ts'

/** A timeout of the largest int32 means none: somebody else decides how the transaction ends (KIP-939). */
const noTimeoutMs = 2_147_483_647

/** Whether the open transaction has had its time. */
export function isTimedOut({ state, timeoutMs, startTimestamp }: Transaction, now: bigint): boolean {
  return state === 'Ongoing' && timeoutMs !== noTimeoutMs && startTimestamp + BigInt(timeoutMs) < now
}

/** Whether the id, without a transaction, was not used for so long that it is forgotten. */
export function isExpired({ state, lastUpdateTimestamp }: Transaction, now: bigint, expirationMs: number): boolean {
  const isIdle = state === 'Empty' || state === 'CompleteCommit' || state === 'CompleteAbort'
  return isIdle && lastUpdateTimestamp <= now - BigInt(expirationMs)
}
