import { setTimeout as delay } from 'node:timers/promises'
import { RefusedByBrokerError } from './kafka-errors.ts'

const firstDelayMs = 50
const longestDelayMs = 1000

/**
 * Repeats an operation while a broker refuses it with an error that passes by itself: a coordinator that loads, a
 * leader that is being elected. Gives up after `patienceMs` and throws what came last.
 */
export async function retryWhileRefused<T>(
  operation: () => Promise<T>,
  { patienceMs = 5000, onRetry }: { readonly patienceMs?: number; readonly onRetry?: () => void } = {},
): Promise<T> {
  const deadline = Date.now() + patienceMs
  for (let delayMs = firstDelayMs; ; delayMs = Math.min(longestDelayMs, delayMs * 2)) {
    try {
      return await operation()
    } catch (error) {
      const passes = error instanceof RefusedByBrokerError && error.kafkaError.retriable
      if (!passes || Date.now() + delayMs > deadline) throw error
      onRetry?.()
      await delay(delayMs)
    }
  }
}
