import type { ReactNode } from 'react'
import type { Broker } from '../../api/clusters.ts'
import { Badge } from '../../components/badge.tsx'
import { Row } from '../../components/layout.tsx'
import type { Column } from '../../components/table-parts.tsx'
import { Dim, Mono, OneLine } from '../../components/text.tsx'
import { formatBytes } from '../../formatting/bytes.ts'
import { texts } from '../../languages/texts.ts'

export function brokerColumns(): readonly Column<Broker>[] {
  const words = texts.brokers
  return [
    {
      id: 'id',
      header: words.id,
      width: 'minmax(140px, 0.8fr)',
      cell: ({ nodeId, isController }) => (
        <Row gap={6} isOneLine>
          {nodeId} {isController && <Badge tone="info">{words.controller}</Badge>}
        </Row>
      ),
    },
    {
      id: 'address',
      header: words.address,
      width: 'minmax(140px, 1.2fr)',
      cell: ({ host, port, rack }) => (
        <OneLine text={`${host}:${port}`}>
          <Mono>{`${host}:${port}`}</Mono>
          {rack !== null && <Dim>{`  ${words.rack} ${rack}`}</Dim>}
        </OneLine>
      ),
    },
    {
      id: 'version',
      header: words.version,
      width: 'minmax(96px, 0.6fr)',
      cell: ({ version, problem }) =>
        version === null ? (
          <span title={problem ?? undefined}>
            <Badge tone="bad">{words.noAnswer}</Badge>
          </span>
        ) : (
          `Kafka ${version}`
        ),
    },
    {
      id: 'leads',
      header: words.leads,
      width: 'minmax(124px, 0.7fr)',
      align: 'end',
      cell: ({ leaderPartitionCount }) => words.partitions(leaderPartitionCount),
    },
    {
      id: 'directory',
      header: words.logDirectory,
      width: 'minmax(180px, 2fr)',
      cell: (broker) => <Directories broker={broker} />,
    },
    {
      id: 'size',
      header: words.size,
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
}

function Directories({ broker: { logDirectories, problem } }: { broker: Broker }): ReactNode {
  const words = texts.brokers
  const [first] = logDirectories
  if (!first) return <OneLine text={problem ?? ''}>{problem ?? '–'}</OneLine>
  if (first.problem !== null) return <Badge tone="bad">{first.problem}</Badge>
  const paths = logDirectories.map(({ path }) => path).join('\n')
  const more = logDirectories.length > 1 ? ` ${words.andMore(logDirectories.length - 1)}` : ''
  return (
    <OneLine text={paths}>
      <Mono>{first.path}</Mono>
      {more}
      {first.usableBytes !== null && <Dim>{`  ${words.free(formatBytes(first.usableBytes))}`}</Dim>}
    </OneLine>
  )
}
