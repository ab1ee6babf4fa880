import type { ReactNode } from 'react'
import { useState } from 'react'
import { localClusterId } from '../api/clusters.ts'
import { ProduceMessage } from '../features/messages/produce-message.tsx'
import { ConfigurationTab } from '../features/topics/configuration-tab.tsx'
import { PartitionsTab } from '../features/topics/partitions-tab.tsx'
import { TopicPage } from '../features/topics/topic-page.tsx'
import type { TopicTab } from '../features/topics/topic-tab.ts'
import { TopicGroups, TopicMessages, TopicSegments } from './data-screens.tsx'

interface TopicScreenProps {
  readonly clusterId: string
  readonly topic: string
  readonly tab: TopicTab
}

/** Features do not know each other; here the page of a topic is put together from those that show a part of it. */
export function TopicScreen({ clusterId, topic, tab }: TopicScreenProps): ReactNode {
  const onTopic = { clusterId, topic }
  const [changeCount, setChangeCount] = useState(0)
  return (
    <TopicPage
      {...onTopic}
      tab={tab}
      hasFilesHere={clusterId === localClusterId}
      actions={<ProduceMessage {...onTopic} onProduced={() => setChangeCount((count) => count + 1)} />}
    >
      {tab === 'messages' && <TopicMessages {...onTopic} changeCount={changeCount} />}
      {tab === 'partitions' && <PartitionsTab {...onTopic} />}
      {tab === 'configuration' && <ConfigurationTab {...onTopic} />}
      {tab === 'segments' && <TopicSegments {...onTopic} />}
      {tab === 'groups' && <TopicGroups {...onTopic} />}
    </TopicPage>
  )
}
