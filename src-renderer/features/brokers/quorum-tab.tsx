import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useMemo } from 'react'
import { queries } from '../../api/client.ts'
import type { Quorum } from '../../api/clusters.ts'
import { problemOf } from '../../api/problem.ts'
import { useSettings } from '../../api/settings.ts'
import { Badge } from '../../components/badge.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { TabContent } from '../../components/page.tsx'
import { Stat, Stats } from '../../components/stat.tsx'
import type { Column } from '../../components/table-parts.tsx'
import { Dim, Mono, OneLine } from '../../components/text.tsx'
import { formatCount, formatOffset } from '../../formatting/counts.ts'
import { formatTimestamp, type TimestampZone } from '../../formatting/timestamps.ts'
import { texts } from '../../languages/texts.ts'

type Replica = Quorum['replicas'][number]

/** Who keeps the cluster's metadata, and who is behind. */
export function QuorumTab({ clusterId }: { clusterId: string }): ReactNode {
  const words = texts.brokers
  const zone = useSettings().timestamps
  const { data, error } = useQuery(queries.brokers.quorum.queryOptions({ input: { clusterId }, refetchInterval: 2000 }))
  const columns = useMemo(() => replicaColumns(zone), [zone])
  if (error && !data) {
    return (
      <TabContent>
        <ErrorView problem={problemOf(error, words.quorumNotRead)} />
      </TabContent>
    )
  }
  return (
    <TabContent>
      <div style={{ paddingBottom: 12 }}>
        <Figures quorum={data} />
      </div>
      <DataTable
        label={words.quorum}
        rows={data?.replicas}
        columns={columns}
        rowKey={({ nodeId, role }) => `${role} ${nodeId}`}
        minWidth={950}
      />
    </TabContent>
  )
}

function Figures({ quorum }: { quorum: Quorum | undefined }): ReactNode {
  const words = texts.brokers
  const voters = quorum?.replicas.filter(({ role }) => role !== 'observer')
  const mostBehind = quorum?.replicas.reduce((most, { lag }) => (lag > most ? lag : most), 0n)
  return (
    <Stats>
      <Stat label={words.leader} value={quorum && (quorum.leaderId ?? words.nobody)} />
      <Stat label={words.leaderEpoch} value={quorum?.leaderEpoch} />
      <Stat label={words.highWatermark} value={quorum && formatOffset(quorum.highWatermark)} />
      <Stat label={words.voters} value={voters?.length} />
      <Stat label={words.observers} value={quorum && voters && quorum.replicas.length - voters.length} />
      <Stat label={words.mostBehind} value={mostBehind === undefined ? undefined : words.records(mostBehind)} />
    </Stats>
  )
}

const TONES = { leader: 'info', voter: 'ok', observer: 'neutral' } as const

function replicaColumns(zone: TimestampZone): readonly Column<Replica>[] {
  const words = texts.brokers
  const time = (at: bigint | null): ReactNode =>
    at === null ? <Dim>–</Dim> : <OneLine>{formatTimestamp(at, zone)}</OneLine>
  return [
    { id: 'node', header: words.node, width: 'minmax(60px, 0.5fr)', cell: ({ nodeId }) => nodeId },
    {
      id: 'role',
      header: words.role,
      width: 'minmax(120px, 0.7fr)',
      cell: ({ role }) => <Badge tone={TONES[role]}>{words.roles[role]}</Badge>,
    },
    {
      id: 'end',
      header: words.logEnd,
      width: 'minmax(104px, 0.7fr)',
      align: 'end',
      cell: ({ logEndOffset }) => formatOffset(logEndOffset),
    },
    {
      id: 'lag',
      header: words.lag,
      width: 'minmax(100px, 0.5fr)',
      align: 'end',
      cell: ({ lag }) => formatCount(lag),
    },
    {
      id: 'fetch',
      header: words.lastFetch,
      width: 'minmax(204px, 1fr)',
      cell: ({ lastFetchAt }) => time(lastFetchAt),
    },
    {
      id: 'caughtUp',
      header: words.lastCaughtUp,
      width: 'minmax(204px, 1fr)',
      cell: ({ lastCaughtUpAt }) => time(lastCaughtUpAt),
    },
    {
      id: 'endpoints',
      header: words.endpoints,
      width: 'minmax(140px, 1.4fr)',
      cell: ({ endpoints }) =>
        endpoints.length === 0 ? (
          <Dim>–</Dim>
        ) : (
          <OneLine text={endpoints.join('\n')}>
            <Mono>{endpoints.join(', ')}</Mono>
          </OneLine>
        ),
    },
  ]
}
