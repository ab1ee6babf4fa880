import type { AnswerMessage, CallMessage, CarriedError, Channel, Methods } from './calls.ts'

interface OpenCall {
  readonly stop: AbortController
  iterator: AsyncIterator<unknown> | null
}

/** Answers the calls of the other thread with these methods, for as long as the channel is open. */
export function answerCalls(channel: Channel<AnswerMessage, CallMessage>, methods: Methods): void {
  const open = new Map<number, OpenCall>()

  const fail = (id: number, error: unknown): void => {
    open.delete(id)
    channel.send({ kind: 'error', id, error: carried(error) })
  }

  const start = async ({ id, method, input }: CallMessage & { kind: 'call' }): Promise<void> => {
    const call: OpenCall = { stop: new AbortController(), iterator: null }
    open.set(id, call)
    try {
      const act = methods[method]
      if (act === undefined) throw new Error(`There is no method ${method}.`)
      // The caller's types have seen to it that the input is the method's.
      const answer = act(input as never, call.stop.signal)
      if (Symbol.asyncIterator in answer) {
        call.iterator = answer[Symbol.asyncIterator]()
        channel.send({ kind: 'opened', id })
        return
      }
      const value = await answer
      open.delete(id)
      channel.send({ kind: 'result', id, value })
    } catch (error) {
      fail(id, error)
    }
  }

  const next = async (id: number): Promise<void> => {
    const iterator = open.get(id)?.iterator ?? null
    if (iterator === null) return
    try {
      const result: IteratorResult<unknown, unknown> = await iterator.next()
      if (result.done === true) open.delete(id)
      channel.send(result.done === true ? { kind: 'end', id } : { kind: 'item', id, value: result.value })
    } catch (error) {
      fail(id, error)
    }
  }

  const cancel = async (id: number): Promise<void> => {
    const call = open.get(id)
    open.delete(id)
    call?.stop.abort()
    await call?.iterator?.return?.().catch(() => undefined)
  }

  channel.onMessage((message) => {
    if (message.kind === 'call') void start(message)
    else void (message.kind === 'next' ? next(message.id) : cancel(message.id))
  })
}

/** Errors that were made for the user carry a problem, whatever their class. */
function carried(error: unknown): CarriedError {
  if (!(error instanceof Error)) return { message: String(error), code: null, problem: null }
  const { message } = error
  const { code, problem } = error as Partial<CarriedError>
  return problem && code ? { message, code, problem } : { message, code: null, problem: null }
}
