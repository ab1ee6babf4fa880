/** What a stream said last, for as many readers as want it. The stream is open while there is one. */
export interface LiveValue<Value> {
  /** Undefined until something has been said. */
  readonly get: () => Value | undefined
  readonly subscribe: (listener: () => void) => () => void
  /** Puts a value in place that is known from elsewhere and newer. */
  readonly set: (value: Value) => void
  /** Opens the stream anew. */
  readonly restart: () => void
}

export interface LiveValueOptions {
  /** How long to wait before a stream that ended or broke is opened again. */
  readonly againAfterMs?: number
  /** A screen gives way to the next one without a pause in the stream. */
  readonly closeAfterMs?: number
}

type Open<Value> = (signal: AbortSignal) => Promise<AsyncIterable<Value>>

/** Follows a stream of values, however often it breaks. */
export function liveValue<Value>(open: Open<Value>, options: LiveValueOptions = {}): LiveValue<Value> {
  const { againAfterMs = 400, closeAfterMs = 2000 } = options
  const listeners = new Set<() => void>()
  let value: Value | undefined
  let following: AbortController | null = null
  let closing: ReturnType<typeof setTimeout> | undefined

  const set = (next: Value): void => {
    value = next
    for (const listener of listeners) listener()
  }
  const start = (): void => {
    following?.abort()
    following = new AbortController()
    void follow({ open, againAfterMs, signal: following.signal, onValue: set })
  }
  const stop = (): void => {
    following?.abort()
    following = null
  }
  return {
    get: () => value,
    set,
    restart: start,
    subscribe: (listener) => {
      clearTimeout(closing)
      listeners.add(listener)
      if (following === null) start()
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0) closing = setTimeout(stop, closeAfterMs)
      }
    },
  }
}

interface Following<Value> {
  readonly open: Open<Value>
  readonly againAfterMs: number
  readonly signal: AbortSignal
  readonly onValue: (value: Value) => void
}

async function follow<Value>({ open, againAfterMs, signal, onValue }: Following<Value>): Promise<void> {
  while (!signal.aborted) {
    try {
      for await (const value of await open(signal)) {
        if (signal.aborted) return
        onValue(value)
      }
    } catch {
      // The connection to the back end is lost or being closed; the shell says so, and the loop goes on.
    }
    if (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, againAfterMs))
  }
}
