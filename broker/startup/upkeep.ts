import type { Clock, Timer } from '../environment/clock.ts'
import type { LogDirectory } from '../log/log-directory.ts'
import type { HostedPartitions } from '../partitions/hosted-partitions.ts'

export interface Upkeep {
  readonly clock: Clock
  readonly directory: LogDirectory
  readonly partitions: HostedPartitions
  readonly onError: (error: unknown) => void
}

const intervalMs = 1000

/** Does what becomes due in the log directory, round after round with a pause between. @returns what ends it */
export function keepUp({ clock, directory, partitions, onError }: Upkeep): () => void {
  let timer: Timer
  let isEnded = false
  const pause = (): void => {
    timer = clock.setTimer(intervalMs, () => {
      partitions.makeMissing()
      directory
        .upkeep()
        .catch(onError)
        .finally(() => {
          if (!isEnded) pause()
        })
    })
  }
  pause()
  return () => {
    isEnded = true
    timer.cancel()
  }
}
