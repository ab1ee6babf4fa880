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
  try {
    await askUntil(isSeen, { fits: (seen) => seen, patienceMs })
  } catch (error) {
    if (!(error instanceof KafkaClientError)) throw error
  }
}

interface Expected<Answer> {
  readonly fits: (answer: Answer) => boolean
  readonly patienceMs: number
}

/** Asks until the answer fits, with growing pauses; the last answer where none has come in time. */
export async function askUntil<Answer>(
  ask: () => Promise<Answer>,
  { fits, patienceMs: mostMs }: Expected<Answer>,
): Promise<Answer> {
  const deadline = performance.now() + mostMs
  for (let delayMs = firstDelayMs; ; delayMs *= 2) {
    const answer = await ask()
    if (fits(answer) || performance.now() + delayMs > deadline) return answer
    await delay(delayMs)
  }
}
