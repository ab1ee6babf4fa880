import { ManualClock } from '../../broker/environment/manual-clock.ts'
import { MemoryDisk } from '../../broker/environment/memory-disk.ts'
import { SeededRandom } from '../../broker/environment/seeded-random.ts'

export interface MemoryEnvironment {
  readonly disk: MemoryDisk
  readonly clock: ManualClock
  readonly random: SeededRandom
}

/** A machine of one's own, in memory, that does the same for the same seed. */
export function memoryEnvironment(seed = 1): MemoryEnvironment {
  const clock = new ManualClock()
  return { disk: new MemoryDisk(clock), clock, random: new SeededRandom(seed) }
}
