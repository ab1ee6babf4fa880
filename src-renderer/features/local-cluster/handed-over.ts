import { useSyncExternalStore } from 'react'
import type { HandOver } from '../../api/data-directories.ts'

/** What was written for Apache Kafka, until the local cluster is started again. */
export const handedOver = {
  current: null as HandOver | null,
  listeners: new Set<() => void>(),
  set(next: HandOver | null): void {
    this.current = next
    for (const listener of this.listeners) listener()
  },
}

function subscribe(listener: () => void): () => void {
  handedOver.listeners.add(listener)
  return () => handedOver.listeners.delete(listener)
}

export function useHandedOver(): HandOver | null {
  return useSyncExternalStore(subscribe, () => handedOver.current)
}
