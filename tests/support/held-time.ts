import type { Environment } from '../../broker/environment/environment.ts'
import { nodeEnvironment } from '../../broker/environment/node-environment.ts'

/** The machine's own environment, in which durations are what a test says: no time passes unless it is let. */
export function heldTime(): { readonly environment: Environment; pass(ms: number): void } {
  const environment = nodeEnvironment()
  const { clock } = environment
  let passedMs = 0
  return {
    environment: {
      ...environment,
      clock: {
        now: () => clock.now(),
        monotonic: () => passedMs,
        setTimer: (delayMs, action) => clock.setTimer(delayMs, action),
        yield: () => clock.yield(),
      },
    },
    pass: (ms) => {
      passedMs += ms
    },
  }
}
