import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Page } from '../../components/page.tsx'
import { Tabs } from '../../components/tabs.tsx'
import type { TopicTab } from './topic-tab.ts'
import { TOPIC_TABS } from './topic-tab.ts'

export interface TopicPageProps {
  readonly clusterId: string
  readonly topic: string
  readonly tab: TopicTab
  /** Whether the files of its partitions are on this machine. */
  readonly hasFilesHere: boolean
  /** What the current tab shows. */
  readonly children: ReactNode
}

export function TopicPage({ clusterId, topic, tab, hasFilesHere, children }: TopicPageProps): ReactNode {
  const navigate = useNavigate()
  const tabs = TOPIC_TABS.filter((each) => hasFilesHere || each.id !== 'segments')
  return (
    <Page title={topic} layout="fill">
      <Tabs
        label={`Parts of ${topic}`}
        tabs={tabs}
        current={tab}
        onChange={(id) =>
          void navigate({
            to: '/clusters/$clusterId/topics/$topic/$tab',
            params: { clusterId, topic, tab: id },
            replace: true,
          })
        }
        isFilling
      >
        {children}
      </Tabs>
    </Page>
  )
}
