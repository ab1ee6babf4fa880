import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { queries } from '../../api/client.ts'
import type { Broker } from '../../api/clusters.ts'
import { problemOf } from '../../api/problem.ts'
import { Badge } from '../../components/badge.tsx'
import type { Column } from '../../components/table-parts.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { Row } from '../../components/layout.tsx'
import { Page } from '../../components/page.tsx'
import { Dim, Mono, OneLine } from '../../components/text.tsx'
import { formatBytes } from '../../formatting/bytes.ts'
import { formatCount, formatCountOf } from '../../formatting/counts.ts'
import { BrokerConfigs } from './broker-configs.tsx'
import styles from './brokers-page.module.css'

/** The brokers of a cluster, and the configuration of one of them. */
export function BrokersPage({ clusterId }: { clusterId: string }): ReactNode {
  const [chosen, setChosen] = useState<number | null>(null)
  const { data, error } = useQuery(queries.brokers.list.queryOptions({ input: { clusterId }, refetchInterval: 5000 }))
  const broker = data?.brokers.find(({ nodeId }) => nodeId === chosen) ?? data?.brokers[0]
  return (
    <Page title="Brokers" subtitle={data && subtitleOf(data.brokers.length, data.kafkaClusterId)} layout="fill">
      {error && !data ? (
        <ErrorView problem={problemOf(error, 'The brokers could not be listed.')} />
      ) : (
        <>
          <div className={styles.brokers}>
            <DataTable
              label="Brokers"
              rows={data?.brokers}
              columns={COLUMNS}
              rowKey={({ nodeId }) => String(nodeId)}
              selectedKey={broker ? String(broker.nodeId) : null}
              onSelect={({ nodeId }) => setChosen(nodeId)}
              height="content"
              rowHeight={40}
            />
          </div>
          {broker && <BrokerConfigs key={broker.nodeId} clusterId={clusterId} broker={broker} />}
        </>
      )}
    </Page>
  )
}

function subtitleOf(count: number, kafkaClusterId: string | null): string {
  const brokers = formatCountOf(count, 'broker')
  return kafkaClusterId === null ? brokers : `${brokers}  ·  cluster id ${kafkaClusterId}`
}

const COLUMNS: readonly Column<Broker>[] = [
  {
    id: 'id',
    header: 'Id',
    width: 'minmax(110px, 0.8fr)',
    cell: ({ nodeId, isController }) => (
      <Row gap={6}>
        {nodeId} {isController && <Badge tone="info">controller</Badge>}
      </Row>
    ),
  },
  {
    id: 'address',
    header: 'Address',
    width: 'minmax(140px, 1.2fr)',
    cell: ({ host, port }) => (
      <OneLine text={`${host}:${port}`}>
        <Mono>{`${host}:${port}`}</Mono>
      </OneLine>
    ),
  },
  {
    id: 'version',
    header: 'Version',
    width: 'minmax(76px, 0.6fr)',
    cell: ({ version, problem }) =>
      version === null ? <Badge tone="bad">{problem ?? 'no answer'}</Badge> : `Kafka ${version}`,
  },
  {
    id: 'leads',
    header: 'Leads',
    width: 'minmax(90px, 0.7fr)',
    align: 'end',
    cell: ({ leaderPartitionCount }) => formatCountOf(leaderPartitionCount, 'partition'),
  },
  {
    id: 'directory',
    header: 'Log directory',
    width: 'minmax(180px, 2fr)',
    cell: ({ logDirectories }) => <Directories directories={logDirectories} />,
  },
  {
    id: 'size',
    header: 'Size',
    width: 'minmax(80px, 0.6fr)',
    align: 'end',
    cell: ({ logDirectories }) =>
      logDirectories.length === 0 ? (
        <Dim>–</Dim>
      ) : (
        formatBytes(logDirectories.reduce((sum, each) => sum + each.sizeBytes, 0n))
      ),
  },
]

function Directories({ directories }: { directories: Broker['logDirectories'] }): ReactNode {
  const [first] = directories
  if (!first) return <Dim>–</Dim>
  if (first.problem !== null) return <Badge tone="bad">{first.problem}</Badge>
  const paths = directories.map(({ path }) => path).join('\n')
  const more = directories.length > 1 ? ` and ${formatCount(directories.length - 1)} more` : ''
  return (
    <OneLine text={paths}>
      <Mono>{first.path}</Mono>
      {more}
      {first.usableBytes !== null && <Dim>{`  ${formatBytes(first.usableBytes)} free`}</Dim>}
    </OneLine>
  )
}
