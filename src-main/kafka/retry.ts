import { setTimeout as delay } from 'node:timers/promises'
import { errorCode } from '../../broker/protocol/error-codes.ts'
import { RefusedByBrokerError } from './kafka-errors.ts'

const firstDelayMs = 50
const longestDelayMs = 1000
const defaultPatienceMs = 15_000

export interface RetryOptions {
  readonly patienceMs?: number
  /** Which refusals pass by themselves; those that Kafka calls retriable when left out. */
  readonly isRetriable?: (refusal: RefusedByBrokerError) => boolean
  readonly onRetry?: () => void
}

/**
 * Repeats an operation while a broker refuses it with an error that passes by itself: a coordinator that loads, a
 * leader that is being elected. Gives up after `patienceMs` and throws what came last.
 */
export async function retryWhileRefused<T>(operation: () => Promise<T>, options: RetryOptions = {}): Promise<T> {
  const isRetriable = options.isRetriable ?? (({ kafkaError }) => kafkaError.retriable)
  const deadline = Date.now() + (options.patienceMs ?? defaultPatienceMs)
  for (let delayMs = firstDelayMs; ; delayMs = Math.min(longestDelayMs, delayMs * 2)) {
    try {
      return await operation()
    } catch (error) {
      const passes = error instanceof RefusedByBrokerError && isRetriable(error)
      if (!passes || Date.now() + delayMs > deadline) throw error
      options.onRetry?.()
      await delay(delayMs)
    }
  }
}

/**
 * Asks the controller for a change; where another broker has become the controller since, that one is asked. Whoever
 * refuses with NOT_CONTROLLER has done nothing. Concerns clusters with ZooKeeper: with KRaft every broker passes
 * such requests on.
 */
export function askController<T>(ask: () => Promise<T>): Promise<T> {
  return retryWhileRefused(ask, { isRetriable: ({ kafkaError }) => kafkaError.code === errorCode.NOT_CONTROLLER })
}
