import type { ReadIsolation } from '../../log/log-results.ts'
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
  readonly isolation: ReadIsolation
}

/** Why a parked fetch is looked at again. */
export type FetchWaitEnd = 'records' | 'over'

/**
 * Parks a fetch: settles when `missingBytes` were appended to the partitions, when one of them is gone, when the time
 * is up or the client is. Appends only count bytes; what is answered is read afterwards.
 *
 * Who reads committed records only waits for the last stable offset to pass theirs: what is appended within an open
 * transaction is of no use to them, and the marker that ends it opens all of it at once.
 */
export function waitForRecords(broker: BrokerContext, wait: FetchWait): Promise<FetchWaitEnd> {
  return new Promise((resolve) => {
    const endings: (() => void)[] = []
    let missingBytes = wait.missingBytes
    const wake = (end: FetchWaitEnd): void => {
      for (const undo of endings) undo()
      endings.length = 0
      resolve(end)
    }
    const onGrowth = (appendedBytes: number): void => {
      missingBytes -= appendedBytes
      if (missingBytes <= 0) wake('records')
    }
    for (const wanted of wait.wanted) {
      const partition = findPartition(broker, wanted)
      if (typeof partition === 'number') continue
      const onCommittedGrowth = (appendedBytes: number): void => {
        const isEnded = appendedBytes === Number.POSITIVE_INFINITY
        if (isEnded || partition.log.lastStableOffset > wanted.fetchOffset) wake('records')
      }
      endings.push(partition.onGrowth(wait.isolation === 'committed' ? onCommittedGrowth : onGrowth))
    }
    const over = () => wake('over')
    const timer = broker.clock.setTimer(wait.maxWaitMs, over)
    endings.push(() => timer.cancel(), wait.connection.onEnd(over))
  })
}
