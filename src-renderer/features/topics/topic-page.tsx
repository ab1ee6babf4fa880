import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { queries } from '../../api/client.ts'
import { problemCodeOf, problemOf } from '../../api/problem.ts'
import type { TopicDetail } from '../../api/topics.ts'
import { Badge } from '../../components/badge.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { Page } from '../../components/page.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { TextSkeleton } from '../../components/text.tsx'
import { formatBytes } from '../../formatting/bytes.ts'
import { texts } from '../../languages/texts.ts'
import { TopicMenu } from './topic-menu.tsx'
import { messageCountOf, sizeOf } from './topic-sums.ts'
import type { TopicTab } from './topic-tab.ts'
import { TOPIC_TABS } from './topic-tab.ts'

export interface TopicPageProps {
  readonly clusterId: string
  readonly topic: string
  readonly tab: TopicTab
  /** Whether the files of its partitions are on this machine. */
  readonly hasFilesHere: boolean
  /** What else can be done with the topic. */
  readonly actions?: ReactNode
  /** What the current tab shows. */
  readonly children: ReactNode
}

/** One topic: what it is in a line, and its parts as tabs. */
export function TopicPage({ clusterId, topic, tab, hasFilesHere, actions, children }: TopicPageProps): ReactNode {
  const words = texts.topics
  const navigate = useNavigate()
  const { data, error } = useQuery(
    queries.topics.describe.queryOptions({ input: { clusterId, topic }, refetchInterval: 5000 }),
  )
  const tabs = TOPIC_TABS.filter((id) => hasFilesHere || id !== 'segments').map((id) => ({ id, label: words.tabs[id] }))
  const isGone = problemCodeOf(error) === 'NOT_FOUND' && tab !== 'segments'
  const openTab = (id: TopicTab): void =>
    void navigate({
      to: '/clusters/$clusterId/topics/$topic/$tab',
      params: { clusterId, topic, tab: id },
      replace: true,
    })
  return (
    <Page
      title={
        <>
          {topic} {data?.isInternal && <Badge>{words.internal}</Badge>}
        </>
      }
      subtitle={data ? summaryOf(data) : !error && <TextSkeleton width={260} />}
      layout="fill"
      actions={
        data && (
          <>
            <TopicMenu clusterId={clusterId} topic={topic} partitionCount={data.partitionCount} />
            {actions}
          </>
        )
      }
    >
      {isGone ? (
        <ErrorView problem={problemOf(error)} />
      ) : (
        <Tabs label={words.partsOf(topic)} tabs={tabs} current={tab} onChange={openTab} isFilling>
          {children}
        </Tabs>
      )}
    </Page>
  )
}

function summaryOf(topic: TopicDetail): string {
  const words = texts.topics
  const messages = messageCountOf(topic.partitions)
  const size = sizeOf(topic.partitions)
  return [
    words.countPartitions(topic.partitionCount),
    messages !== null && words.countMessages(messages),
    size !== null && formatBytes(size),
    topic.cleanupPolicy !== null && words.cleanup(topic.cleanupPolicy),
    topic.replicationFactor > 1 && words.replicas(topic.replicationFactor),
  ]
    .filter((part) => part !== false)
    .join('  ·  ')
}
