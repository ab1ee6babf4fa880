import type { Problem, ProblemCode } from '../api/problem.ts'
import { texts } from '../languages/texts.ts'

// What a thread and the one that started it say to each other: calls, and streams that are pulled item by item, so that
// whoever is slow slows the other and fills nobody's memory.

/** `cancel` ends a call or a stream from outside, also in the middle of an item. */
export type CallMessage =
  | { readonly kind: 'call'; readonly id: number; readonly method: string; readonly input: unknown }
  | { readonly kind: 'next'; readonly id: number }
  | { readonly kind: 'cancel'; readonly id: number }

export type AnswerMessage =
  | { readonly kind: 'result'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'opened'; readonly id: number }
  | { readonly kind: 'item'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'end'; readonly id: number }
  | { readonly kind: 'error'; readonly id: number; readonly error: CarriedError }

/** An error as it travels between threads. */
export interface CarriedError {
  readonly message: string
  readonly code: ProblemCode | null
  readonly problem: Problem | null
}

/** The end of a channel, in either thread. */
export interface Channel<Out, In> {
  send(message: Out): void
  onMessage(listener: (message: In) => void): void
}

/**
 * What a thread can be asked: methods that give a promise, or a stream. All take one input and the signal that ends them.
 * Which input a method takes is known to the one that calls (`DataWorker`); here any is meant, and none can be made up.
 */
export type Methods = Record<string, (input: never, signal: AbortSignal) => Promise<unknown> | AsyncIterable<unknown>>

/** An error that came from the other thread, with the words that it was given there. */
export class RemoteError extends Error {
  override readonly name = 'RemoteError'
  readonly code: ProblemCode
  readonly problem: Problem

  constructor({ message, code, problem }: CarriedError) {
    super(message)
    this.code = code ?? 'FAILED'
    this.problem = problem ?? {
      what: texts.dataWorker.failed.what,
      why: message,
      remedy: texts.dataWorker.failed.remedy,
    }
  }
}
