import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { queries } from '../../api/client.ts'
import type { Feature } from '../../api/clusters.ts'
import { problemOf } from '../../api/problem.ts'
import { Badge } from '../../components/badge.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { Row } from '../../components/layout.tsx'
import { TabContent } from '../../components/page.tsx'
import type { Column } from '../../components/table-parts.tsx'
import { Dim, Mono } from '../../components/text.tsx'
import { texts } from '../../languages/texts.ts'

/** What the cluster works at, and what it could. */
export function FeaturesTab({ clusterId }: { clusterId: string }): ReactNode {
  const words = texts.brokers
  const { data, error } = useQuery(
    queries.brokers.features.queryOptions({ input: { clusterId }, refetchInterval: 10_000 }),
  )
  if (error && !data) {
    return (
      <TabContent>
        <ErrorView problem={problemOf(error, words.featuresNotRead)} />
      </TabContent>
    )
  }
  const epoch = data?.finalizedEpoch ?? null
  return (
    <TabContent>
      <p>
        <Dim>
          {words.featuresWhat} {epoch === null ? '' : words.epoch(String(epoch))}
        </Dim>
      </p>
      <DataTable
        label={words.features}
        rows={data?.features}
        columns={featureColumns()}
        rowKey={({ name }) => name}
        initialSort={{ columnId: 'feature', direction: 'up' }}
      />
    </TabContent>
  )
}

function featureColumns(): readonly Column<Feature>[] {
  const words = texts.brokers
  return [
    {
      id: 'feature',
      header: words.feature,
      width: 'minmax(180px, 1.5fr)',
      sortBy: ({ name }) => name,
      cell: ({ name }) => <Mono>{name}</Mono>,
    },
    {
      id: 'finalized',
      header: words.finalized,
      width: 'minmax(200px, 1.5fr)',
      cell: ({ finalizedLevel, maxSupportedLevel }) => (
        <Row gap={8} isOneLine>
          {finalizedLevel === null ? <Dim>{words.notSet}</Dim> : finalizedLevel}
          {maxSupportedLevel !== null && maxSupportedLevel > (finalizedLevel ?? 0) && (
            <Badge tone="info">{words.canGoHigher}</Badge>
          )}
        </Row>
      ),
    },
    {
      id: 'supported',
      header: words.supported,
      width: 'minmax(120px, 1fr)',
      cell: ({ minSupportedLevel, maxSupportedLevel }) =>
        minSupportedLevel === null || maxSupportedLevel === null ? (
          <Dim>–</Dim>
        ) : (
          words.levels(minSupportedLevel, maxSupportedLevel)
        ),
    },
  ]
}
