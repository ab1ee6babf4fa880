import type { ReactNode } from 'react'
export function PartitionsTab({ clusterId, topic }: { clusterId: string; topic: string }): ReactNode {
  return `${clusterId} ${topic}`
}
