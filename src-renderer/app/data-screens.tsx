import { useNavigate, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMemo } from 'react'
import { MessagesTab } from '../features/messages/messages-tab.tsx'
import { parsePlace } from '../features/messages/record-place.ts'
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

/** The messages of a topic, and the record that the address names. */
export function TopicMessages({ changeCount, ...onTopic }: OnTopic & { readonly changeCount: number }): ReactNode {
  const { record } = useSearch({ strict: false })
  const navigate = useNavigate()
  const linked = useMemo(() => parsePlace(record), [record])
  return (
    <MessagesTab
      key={`${onTopic.clusterId} ${onTopic.topic}`}
      {...onTopic}
      linked={linked}
      changeCount={changeCount}
      onLeaveLink={() => {
        if (record !== undefined) void navigate({ to: '.', search: {}, replace: true })
      }}
    />
  )
}

export function TopicSegments({ topic }: OnTopic): ReactNode {
  return <EmptyState title={`Segments of ${topic}`} />
}

export function TopicGroups({ topic }: OnTopic): ReactNode {
  return <EmptyState title={`Groups that read ${topic}`} />
}
