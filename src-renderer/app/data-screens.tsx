import type { ReactNode } from 'react'
import { EmptyState } from '../components/empty-state.tsx'

interface OnCluster {
  readonly clusterId: string
}
interface OnTopic extends OnCluster {
  readonly topic: string
}

export function GroupsScreen({ clusterId }: OnCluster): ReactNode {
  return <EmptyState title={`Consumer groups of ${clusterId}`} />
}

export function GroupScreen({ clusterId, groupId }: OnCluster & { readonly groupId: string }): ReactNode {
  return <EmptyState title={`Consumer group ${groupId} of ${clusterId}`} />
}

export function SegmentsScreen({ clusterId }: OnCluster): ReactNode {
  return <EmptyState title={`Segments of ${clusterId}`} />
}

export function TopicMessages({ topic }: OnTopic): ReactNode {
  return <EmptyState title={`Messages of ${topic}`} />
}

export function TopicSegments({ topic }: OnTopic): ReactNode {
  return <EmptyState title={`Segments of ${topic}`} />
}

export function TopicGroups({ topic }: OnTopic): ReactNode {
  return <EmptyState title={`Groups that read ${topic}`} />
}
