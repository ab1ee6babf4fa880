export interface Timer {
  /** Does nothing when the timer has fired or was cancelled already. */
  cancel(): void
}

export interface Clock {
  /** Wall clock in milliseconds since 1970, as an integer. It can jump; never measure a duration with it. */
  now(): number
  /** Milliseconds since some fixed moment; never goes backwards. */
  monotonic(): number
  /** Calls `action` once, `delayMs` from now. A pending timer does not keep the process alive. */
  setTimer(delayMs: number, action: () => void): Timer
  /** Lets everything that waits for the event loop run; long work awaits it between its steps. */
  yield(): Promise<void>
}
