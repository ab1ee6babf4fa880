import { setTimeout as delay } from 'node:timers/promises'

export interface Telling<Told> {
  readonly everyMs: number
  readonly tell: () => Told
}

/** Tells how far it is, again and again, until the work has ended; then it gives, or throws, what that came to. */
export async function* tellMeanwhile<Result, Told>(
  work: Promise<Result>,
  { everyMs, tell }: Telling<Told>,
): AsyncGenerator<Told, Result, undefined> {
  // Also where nobody listens to the end: a failure is not left unhandled.
  const isOver = work.then(
    () => true,
    () => true,
  )
  for (;;) {
    const patience = new AbortController()
    const isLater = delay(everyMs, false, { signal: patience.signal }).catch(() => false)
    if (await Promise.race([isOver, isLater]).finally(() => patience.abort())) return work
    yield tell()
  }
}
