import type { TransactionErrorKind } from './transaction-error.ts'
import type { Transaction } from './transaction.ts'

/** What a command leads to. Nothing has happened yet: whoever carries it out writes first, and takes the state over then. */
export type Decision<Result> =
  /** Nothing changes. */
  | { readonly kind: 'answer'; readonly result: Result }
  /** `next` takes the place of the transaction once its record is in the log; after that the client may be told. */
  | { readonly kind: 'transition'; readonly next: Transaction; readonly result: Result }
  /** Decide again with a fresh producer id, on the state as it is then. */
  | { readonly kind: 'needs-producer-id' }

export interface DecisionContext {
  /** Milliseconds since 1970. */
  readonly now: bigint
  /** A producer id that nobody has; null as long as none was needed. */
  readonly newProducerId: bigint | null
}

export interface Refusal {
  readonly error: TransactionErrorKind
}

export const needsProducerId = { kind: 'needs-producer-id' } as const

export function answer<Result>(result: Result): Decision<Result> {
  return { kind: 'answer', result }
}

export function refuse(error: TransactionErrorKind): Decision<Refusal> {
  return { kind: 'answer', result: { error } }
}

export function transition<Result>(next: Transaction, result: Result): Decision<Result> {
  return { kind: 'transition', next, result }
}
