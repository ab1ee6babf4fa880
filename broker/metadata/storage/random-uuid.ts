import { uuidFromRandom } from '../../bytes/uuid.ts'
import type { Random } from '../../environment/random.ts'

/** A random uuid of the kind that Kafka hands out: none that a command line would take for an option. */
export function randomUuid(random: Random): string {
  for (;;) {
    const uuid = uuidFromRandom(random.bytes(16))
    if (uuid !== null) return uuid
  }
}
