import type { Clock } from './clock.ts'
import type { Disk } from './disk.ts'
import type { Random } from './random.ts'

/** The only door of the broker to disk, clock and chance. */
export interface Environment {
  readonly disk: Disk
  readonly clock: Clock
  readonly random: Random
}
