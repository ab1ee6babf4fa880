import { setTimeout as delay } from 'node:timers/promises'
import { metadata } from '../../broker/protocol/messages/metadata.ts'
import { connectToKafka } from '../support/kafka-connection.ts'

const PAUSE_MS = 2
const LIMIT_MS = 600_000

/**
 * Asks again and again from now on; gives the moment of the first answer to a Metadata request, by `performance.now()`.
 * @throws when the broker has ended, or does not answer
 */
export async function firstAnswer(port: number, ended: Promise<unknown>): Promise<number> {
  const state = { isOver: false }
  void ended.then(() => {
    state.isOver = true
  })
  const until = performance.now() + LIMIT_MS
  while (!state.isOver && performance.now() < until) {
    try {
      await using client = await connectToKafka('127.0.0.1', port)
      const { brokers } = await client.request(metadata, 12, { topics: [] })
      if (brokers.length > 0) return performance.now()
    } catch {
      // It does not listen yet, or closes what comes too early.
    }
    await delay(PAUSE_MS)
  }
  throw new Error('The broker did not answer.')
}
