import type { ReactNode } from 'react'
import type { TopicFigures, TopicSummary } from '../../api/topics.ts'
import { Badge } from '../../components/badge.tsx'
import type { Column } from '../../components/table-parts.tsx'
import { Hint } from '../../components/hint.tsx'
import { Row } from '../../components/layout.tsx'
import { Link } from '../../components/link.tsx'
import { Dim, OneLine, TextSkeleton } from '../../components/text.tsx'
import { formatBytes, formatExactBytes } from '../../formatting/bytes.ts'
import { formatCount, formatCountOf } from '../../formatting/counts.ts'

interface ColumnInput {
  readonly clusterId: string
  readonly figures: ReadonlyMap<string, TopicFigures>
}

export function topicColumns({ clusterId, figures }: ColumnInput): readonly Column<TopicSummary>[] {
  return [
    {
      id: 'name',
      header: 'Name',
      width: 'minmax(170px, 2.4fr)',
      sortBy: (topic) => topic.name,
      cell: (topic) => <Name clusterId={clusterId} topic={topic} />,
    },
    {
      id: 'partitions',
      header: 'Partitions',
      width: 'minmax(84px, 0.6fr)',
      align: 'end',
      sortBy: (topic) => topic.partitionCount,
      cell: (topic) => formatCount(topic.partitionCount),
    },
    {
      id: 'messages',
      header: 'Messages',
      width: 'minmax(96px, 0.8fr)',
      align: 'end',
      cell: ({ name }) => (
        <Figure known={figures.get(name)} of={({ messageCount }) => messageCount} show={formatCount} />
      ),
    },
    {
      id: 'size',
      header: 'Size on disk',
      width: 'minmax(96px, 0.8fr)',
      align: 'end',
      cell: ({ name }) => (
        <Figure
          known={figures.get(name)}
          of={({ sizeBytes }) => sizeBytes}
          show={formatBytes}
          exact={formatExactBytes}
        />
      ),
    },
    {
      id: 'cleanup',
      header: 'Cleanup policy',
      width: 'minmax(118px, 0.9fr)',
      sortBy: (topic) => topic.cleanupPolicy,
      cell: (topic) => <Dim>{topic.cleanupPolicy ?? '–'}</Dim>,
    },
  ]
}

function Name({ clusterId, topic }: { clusterId: string; topic: TopicSummary }): ReactNode {
  const { name, isInternal, underReplicatedPartitionCount } = topic
  return (
    <Row isOneLine>
      <OneLine text={name}>
        <Link
          to="/clusters/$clusterId/topics/$topic/$tab"
          params={{ clusterId, topic: name, tab: 'messages' }}
          tabIndex={-1}
        >
          {name}
        </Link>
      </OneLine>
      {isInternal && <Badge>internal</Badge>}
      {underReplicatedPartitionCount > 0 && (
        <Hint text={`${formatCountOf(underReplicatedPartitionCount, 'partition')} without all replicas in sync`}>
          <span>
            <Badge tone="warn">{underReplicatedPartitionCount} under-replicated</Badge>
          </span>
        </Hint>
      )}
    </Row>
  )
}

interface FigureProps {
  readonly known: TopicFigures | undefined
  readonly of: (figures: TopicFigures) => bigint | null
  readonly show: (figure: bigint) => string
  readonly exact?: (figure: bigint) => string
}

/** A figure, its place while it is not known yet, and a dash where it cannot be had. */
function Figure({ known, of, show, exact }: FigureProps): ReactNode {
  if (known === undefined) return <TextSkeleton width={44} />
  const figure = of(known)
  if (figure === null) return <Dim>–</Dim>
  return <span title={exact?.(figure)}>{show(figure)}</span>
}
