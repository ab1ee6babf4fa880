import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { queries } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { DataTable } from '../../components/data-table.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { Page } from '../../components/page.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { texts } from '../../languages/texts.ts'
import { brokerColumns } from './broker-columns.tsx'
import { BrokerConfigs } from './broker-configs.tsx'
import { BROKER_TABS, type BrokerTab } from './broker-tab.ts'
import styles from './brokers-page.module.css'
import { FeaturesTab } from './features-tab.tsx'
import { LogDirectories } from './log-directories.tsx'
import { QuorumTab } from './quorum-tab.tsx'

/** The brokers of a cluster, what one of them is set to and holds, and what they agree on. */
export function BrokersPage({ clusterId, tab }: { clusterId: string; tab: BrokerTab }): ReactNode {
  const words = texts.brokers
  const navigate = useNavigate()
  const [chosen, setChosen] = useState<number | null>(null)
  const { data, error } = useQuery(queries.brokers.list.queryOptions({ input: { clusterId }, refetchInterval: 5000 }))
  const broker = data?.brokers.find(({ nodeId }) => nodeId === chosen) ?? data?.brokers[0]
  const openTab = (id: BrokerTab): void =>
    void navigate({ to: '/clusters/$clusterId/brokers/$tab', params: { clusterId, tab: id }, replace: true })
  return (
    <Page title={words.title} subtitle={data && subtitleOf(data)} layout="fill">
      {error && !data ? (
        <ErrorView problem={problemOf(error, words.notListed)} />
      ) : (
        <>
          <div className={styles.brokers}>
            <DataTable
              label={words.title}
              rows={data?.brokers}
              columns={brokerColumns()}
              rowKey={({ nodeId }) => String(nodeId)}
              selectedKey={broker ? String(broker.nodeId) : null}
              onSelect={({ nodeId }) => setChosen(nodeId)}
              height="content"
              rowHeight={40}
              minWidth={740}
            />
          </div>
          <Tabs
            label={words.parts}
            tabs={BROKER_TABS.map((id) => ({ id, label: words.tabs[id] }))}
            current={tab}
            onChange={openTab}
            isFilling
          >
            {tab === 'configuration' && broker && (
              <BrokerConfigs key={broker.nodeId} clusterId={clusterId} nodeId={broker.nodeId} />
            )}
            {tab === 'directories' && broker && <LogDirectories broker={broker} />}
            {tab === 'quorum' && <QuorumTab clusterId={clusterId} />}
            {tab === 'features' && <FeaturesTab clusterId={clusterId} />}
          </Tabs>
        </>
      )}
    </Page>
  )
}

function subtitleOf(data: { brokers: readonly unknown[]; kafkaClusterId: string | null }): string {
  const { count, subtitle } = texts.brokers
  const brokers = count(data.brokers.length)
  return data.kafkaClusterId === null ? brokers : subtitle(brokers, data.kafkaClusterId)
}
