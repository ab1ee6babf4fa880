import { setTimeout as delay } from 'node:timers/promises'
import type { Benchmark } from './comparison.ts'
import { residentBytes } from './process-figures.ts'

/** Figures of memory are taken this long after the start, when nothing of the start is under way any more. */
const IDLE_MS = 5000

/** From the start of the process to its word that it serves, on an empty directory; and what it takes when idle. */
export const startUp: Benchmark = {
  name: 'Start on an empty directory',
  measure: async (subject) => {
    await using broker = await subject.start()
    await delay(IDLE_MS)
    return [
      { name: 'start', unit: 'ms', value: broker.startedInMs, better: 'less' },
      { name: 'resident memory, idle', unit: 'MiB', value: residentBytes(broker.pid) / 2 ** 20, better: 'less' },
    ]
  },
}
