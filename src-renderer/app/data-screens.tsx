import { useNavigate, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMemo } from 'react'
import { localClusterId } from '../api/clusters.ts'
import { GroupPage } from '../features/groups/group-page.tsx'
import type { GroupTab } from '../features/groups/group-tab.ts'
import { GroupsPage } from '../features/groups/groups-page.tsx'
import { TopicGroupsTab } from '../features/groups/topic-groups-tab.tsx'
import { LoadSampleData } from '../features/local-cluster/load-sample-data.tsx'
import { MessagesTab } from '../features/messages/messages-tab.tsx'
import { parsePlace } from '../features/messages/record-place.ts'
import { SegmentsPage, TopicSegmentsTab } from '../features/segments/segments-page.tsx'
import { TopicsPage } from '../features/topics/topics-page.tsx'

interface OnCluster {
  readonly clusterId: string
}
interface OnTopic extends OnCluster {
  readonly topic: string
}

export function TopicsScreen({ clusterId }: OnCluster): ReactNode {
  return <TopicsPage clusterId={clusterId} whenEmpty={clusterId === localClusterId ? <LoadSampleData /> : undefined} />
}

export function GroupsScreen({ clusterId }: OnCluster): ReactNode {
  return <GroupsPage clusterId={clusterId} />
}

interface OnGroup extends OnCluster {
  readonly groupId: string
  readonly tab: GroupTab
}

export function GroupScreen({ clusterId, groupId, tab }: OnGroup): ReactNode {
  return <GroupPage key={`${clusterId} ${groupId}`} clusterId={clusterId} groupId={groupId} tab={tab} />
}

export function SegmentsScreen({ clusterId }: OnCluster): ReactNode {
  return <SegmentsPage key={clusterId} clusterId={clusterId} />
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

export function TopicSegments({ clusterId, topic }: OnTopic): ReactNode {
  return <TopicSegmentsTab clusterId={clusterId} topic={topic} />
}

export function TopicGroups({ clusterId, topic }: OnTopic): ReactNode {
  return <TopicGroupsTab clusterId={clusterId} topic={topic} />
}
