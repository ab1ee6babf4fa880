import { setTimeout as delay } from 'node:timers/promises'
import { KafkaClientError } from './kafka-errors.ts'

const patienceMs = 5000
const firstDelayMs = 20

/**
 * Waits until a change that the controller has made is seen at the broker that answers questions, which learns of it a moment
 * later: who asked at once would be told what was before. Not for long, and never an error: the change has been made, and
 * who made it may lack the right to look.
 */
export async function untilSeen(isSeen: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + patienceMs
  try {
    for (let delayMs = firstDelayMs; !(await isSeen()); delayMs *= 2) {
      if (performance.now() + delayMs > deadline) return
      await delay(delayMs)
    }
  } catch (error) {
    if (!(error instanceof KafkaClientError)) throw error
  }
}
