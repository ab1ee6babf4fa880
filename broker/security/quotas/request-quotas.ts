/**
 * The quotas that apply to one request. What is recorded gives the time for which the client has to pause, in
 * milliseconds: it is answered first, and then its connection is not read from.
 */
export interface RequestQuotas {
  /** The broker works on the request, or stops to: what lies between is the time that the client is charged with. */
  enter(): void
  leave(): void
  produced(bytes: number): number
  fetched(bytes: number): number
  /** Takes back what was recorded: a throttled fetch is answered with nothing. */
  unfetched(bytes: number): void
  /** More than that in one answer would always be throttled, so that the client would never get on. */
  readonly maxFetchBytes: number
  /** Charges the client with the time spent so far; once, whoever asks first. */
  spentTime(): number
  /** Partitions to be created or deleted. Strict quotas refuse what is too much, others only make the client pause. */
  takeMutations(count: number, options: { readonly isStrict: boolean }): boolean
  readonly mutationThrottleMs: number
}

/** Nothing is measured. */
export const noQuotas: RequestQuotas = {
  enter: () => {},
  leave: () => {},
  produced: () => 0,
  fetched: () => 0,
  unfetched: () => {},
  maxFetchBytes: 2 ** 31 - 1,
  spentTime: () => 0,
  takeMutations: () => true,
  mutationThrottleMs: 0,
}
