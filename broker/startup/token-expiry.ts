import type { Clock } from '../environment/clock.ts'
import { removeExpiredTokens } from '../metadata/controller/delegation-tokens.ts'
import type { MetadataStore } from '../metadata/metadata-store.ts'

export interface TokenExpiryOptions {
  readonly metadata: MetadataStore
  readonly clock: Clock
  /** `delegation.token.expiry.check.interval.ms` */
  readonly intervalMs: number
  readonly onError: (error: unknown) => void
}

/** Removes delegation tokens some time after they have expired. Gives the way to end it. */
export function removeTokensAfterExpiry({ metadata, clock, intervalMs, onError }: TokenExpiryOptions): () => void {
  let isEnded = false
  let cancel = (): void => {}
  const schedule = (): void => {
    const timer = clock.setTimer(intervalMs, () => {
      void metadata
        .execute(removeExpiredTokens, { now: BigInt(clock.now()) })
        .catch(onError)
        .then(() => {
          if (!isEnded) schedule()
        })
    })
    cancel = () => timer.cancel()
  }
  schedule()
  return () => {
    isEnded = true
    cancel()
  }
}
