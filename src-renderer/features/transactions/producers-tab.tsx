import { IconPencilPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { queries } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { TabContent } from '../../components/page.tsx'
import { SuggestField } from '../../components/suggest-field.tsx'
import { texts } from '../../languages/texts.ts'
import { NotAll } from '../../components/not-all.tsx'
import { ProducersTable } from './producers-table.tsx'

/** The producers that the partitions of a topic remember. */
export function ProducersTab({ clusterId }: { clusterId: string }): ReactNode {
  const words = texts.transactions
  const [topic, setTopic] = useState('')
  const topics = useQuery(queries.topics.list.queryOptions({ input: { clusterId } })).data ?? []
  const isKnown = topics.some(({ name }) => name === topic)
  const { data, error } = useQuery(
    queries.transactions.activeProducers.queryOptions({
      input: { clusterId, topic },
      enabled: isKnown,
      refetchInterval: 5000,
    }),
  )
  return (
    <TabContent>
      <div style={{ maxWidth: 340, paddingBottom: 12 }}>
        <SuggestField
          label={words.topic}
          description={words.topicHint}
          value={topic}
          suggestions={topics.map(({ name }) => ({ value: name, detail: '' }))}
          onChange={setTopic}
        />
      </div>
      {!isKnown ? (
        <EmptyState icon={<IconPencilPlus size={20} />} title={words.chooseTopic}>
          {words.chooseTopicWhat}
        </EmptyState>
      ) : error && !data ? (
        <ErrorView problem={problemOf(error, words.producersNotListed)} />
      ) : (
        <>
          <NotAll problems={data?.problems} />
          <ProducersTable
            clusterId={clusterId}
            producers={data?.producers}
            hasTopic={false}
            empty={<EmptyState title={words.noProducers}>{words.noProducersWhat}</EmptyState>}
          />
        </>
      )}
    </TabContent>
  )
}
