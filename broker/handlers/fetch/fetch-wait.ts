import type { BrokerContext } from '../broker-context.ts'
import type { ClientConnection } from '../client-connection.ts'
import { findPartition } from '../partition-lookup.ts'
import type { WantedPartition } from './fetch-read.ts'

export interface FetchWait {
  readonly wanted: Iterable<WantedPartition>
  readonly connection: ClientConnection
  /** How much has to be appended before it is worth looking again. */
  readonly missingBytes: number
  readonly maxWaitMs: number
}

/**
 * Parks a fetch: settles when `missingBytes` were appended to the partitions, when one of them is gone, when the time
 * is up or the client is. Appends only count bytes; what is answered is read afterwards, once.
 */
export function waitForRecords(broker: BrokerContext, wait: FetchWait): Promise<void> {
  return new Promise((resolve) => {
    const endings: (() => void)[] = []
    let missingBytes = wait.missingBytes
    const wake = (): void => {
      for (const end of endings) end()
      endings.length = 0
      resolve()
    }
    const onGrowth = (appendedBytes: number): void => {
      missingBytes -= appendedBytes
      if (missingBytes <= 0) wake()
    }
    for (const wanted of wait.wanted) {
      const partition = findPartition(broker, wanted)
      if (typeof partition !== 'number') endings.push(partition.onGrowth(onGrowth))
    }
    const timer = broker.clock.setTimer(wait.maxWaitMs, wake)
    endings.push(() => timer.cancel(), wait.connection.onEnd(wake))
  })
}
