import { setTimeout as delay } from 'node:timers/promises'
import { connectToKafka } from '../support/kafka-connection.ts'
import { batchOf, createTopic, fetchFrom, produceTo, recordsOf } from '../support/kafka-requests.ts'

export interface HealthyClient extends AsyncDisposable {
  /** Records that were produced, acknowledged, and read back as they were. */
  readonly rounds: number
  /** The longest that one round took, in milliseconds. */
  readonly longestMs: number
  /** What went wrong; the client stops at the first. */
  readonly problem: Error | undefined
}

/** A client that does its work beside the fuzzer: it produces a record and reads it back, again and again. */
export async function startHealthyClient(port: number): Promise<HealthyClient> {
  const connection = await connectToKafka('127.0.0.1', port)
  const topic = 'healthy'
  await createTopic(connection, topic)
  const state = { rounds: 0, longestMs: 0, problem: undefined as Error | undefined }
  const ending = new AbortController()
  const round = async () => {
    const value = `record ${state.rounds}`
    const { errorCode, baseOffset } = await produceTo(connection, { topic }, batchOf([value]))
    if (errorCode !== 0) throw new Error(`${value} was refused with error ${errorCode}`)
    const records = recordsOf(await fetchFrom(connection, { topic, offset: baseOffset }))
    const read = records.find(([offset]) => offset === baseOffset)?.[1]
    if (read !== value) throw new Error(`${value} was read back as ${read}`)
  }
  const work = async () => {
    while (!ending.signal.aborted) {
      const started = performance.now()
      await round()
      state.rounds += 1
      state.longestMs = Math.max(state.longestMs, performance.now() - started)
      await delay(20)
    }
  }
  const done = work().catch((error: unknown) => {
    state.problem = error as Error
  })
  return {
    get rounds() {
      return state.rounds
    },
    get longestMs() {
      return state.longestMs
    },
    get problem() {
      return state.problem
    },
    [Symbol.asyncDispose]: async () => {
      ending.abort()
      await done
      await connection[Symbol.asyncDispose]()
    },
  }
}
