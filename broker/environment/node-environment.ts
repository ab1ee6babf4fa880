import { randomBytes, randomInt } from 'node:crypto'
import type { Clock, Timer } from './clock.ts'
import type { Environment } from './environment.ts'
import { NodeDisk } from './node-disk.ts'
import type { Random } from './random.ts'

const clock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  setTimer(delayMs: number, action: () => void): Timer {
    // Node takes a delay of more than 2^31-1 ms for 1 ms.
    const timer = setTimeout(action, Math.min(Math.max(delayMs, 0), 2 ** 31 - 1))
    timer.unref()
    return {
      cancel() {
        clearTimeout(timer)
      },
    }
  },
  yield: () => new Promise((resolve) => setImmediate(resolve)),
}

const random: Random = {
  bytes: (length) => randomBytes(length),
  integer: (bound) => randomInt(bound),
}

/** The machine's own disk, clock and chance. */
export function nodeEnvironment(): Environment {
  return { disk: new NodeDisk(), clock, random }
}
