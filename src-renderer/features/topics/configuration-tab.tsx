import type { ReactNode } from 'react'
export function ConfigurationTab({ clusterId, topic }: { clusterId: string; topic: string }): ReactNode {
  return `${clusterId} ${topic}`
}
