import type { ReactNode } from 'react'
import type { TopicFigures, TopicSummary } from '../../api/topics.ts'
import { Badge } from '../../components/badge.tsx'
import type { Column } from '../../components/table-parts.tsx'
import { Hint } from '../../components/hint.tsx'
import { Row } from '../../components/layout.tsx'
import { Link } from '../../components/link.tsx'
import { Dim, OneLine, TextSkeleton } from '../../components/text.tsx'
import { formatBytes, formatExactBytes } from '../../formatting/bytes.ts'
import { formatCount } from '../../formatting/counts.ts'
import { formatAgo } from '../../formatting/durations.ts'
import { formatTimestamp, type TimestampZone } from '../../formatting/timestamps.ts'
import { texts } from '../../languages/texts.ts'

interface ColumnInput {
  readonly clusterId: string
  readonly figures: ReadonlyMap<string, TopicFigures>
  readonly zone: TimestampZone
  /** Milliseconds since 1970: how long ago something was. */
  readonly now: number
}

function countOrNull(count: number | null): bigint | null {
  return count === null ? null : BigInt(count)
}

/** When it was written to last, and who reads it. */
function activityColumns({ figures, zone, now }: Omit<ColumnInput, 'clusterId'>): readonly Column<TopicSummary>[] {
  return [
    {
      id: 'last',
      header: texts.topics.lastRecord,
      width: 'minmax(110px, 0.9fr)',
      align: 'end',
      cell: ({ name }) => (
        <Figure
          known={figures.get(name)}
          of={({ lastRecordAt }) => lastRecordAt}
          show={(at) => formatAgo(at, now)}
          exact={(at) => formatTimestamp(at, zone)}
        />
      ),
    },
    {
      id: 'groups',
      header: texts.topics.groupsAndLag,
      width: 'minmax(72px, 0.5fr)',
      align: 'end',
      cell: ({ name }) => (
        <Figure known={figures.get(name)} of={({ groupCount }) => countOrNull(groupCount)} show={formatCount} />
      ),
    },
    {
      id: 'lag',
      header: texts.topics.lag,
      width: 'minmax(80px, 0.7fr)',
      align: 'end',
      cell: ({ name }) => <Figure known={figures.get(name)} of={({ totalLag }) => totalLag} show={formatCount} />,
    },
  ]
}

export function topicColumns({ clusterId, figures, zone, now }: ColumnInput): readonly Column<TopicSummary>[] {
  return [
    {
      id: 'name',
      header: texts.topics.name,
      width: 'minmax(170px, 2.4fr)',
      sortBy: (topic) => topic.name,
      cell: (topic) => <Name clusterId={clusterId} topic={topic} />,
    },
    {
      id: 'partitions',
      header: texts.topics.partitions,
      width: 'minmax(84px, 0.6fr)',
      align: 'end',
      sortBy: (topic) => topic.partitionCount,
      cell: (topic) => formatCount(topic.partitionCount),
    },
    {
      id: 'messages',
      header: texts.topics.messages,
      width: 'minmax(96px, 0.8fr)',
      align: 'end',
      cell: ({ name }) => (
        <Figure known={figures.get(name)} of={({ messageCount }) => messageCount} show={formatCount} />
      ),
    },
    {
      id: 'size',
      header: texts.topics.sizeOnDisk,
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
    ...activityColumns({ figures, zone, now }),
    {
      id: 'cleanup',
      header: texts.topics.cleanupPolicy,
      width: 'minmax(118px, 0.9fr)',
      sortBy: (topic) => topic.cleanupPolicy,
      cell: ({ name, cleanupPolicy }) => <Dim>{cleanupPolicy ?? figures.get(name)?.cleanupPolicy ?? '–'}</Dim>,
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
      {isInternal && <Badge>{texts.topics.internal}</Badge>}
      {underReplicatedPartitionCount > 0 && (
        <Hint text={texts.topics.withoutReplicas(underReplicatedPartitionCount)}>
          <span>
            <Badge tone="warn">{texts.topics.underReplicated(underReplicatedPartitionCount)}</Badge>
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
  if (figure === null) {
    return (
      <span title={known.problem ?? undefined}>
        <Dim>–</Dim>
      </span>
    )
  }
  return <span title={exact?.(figure)}>{show(figure)}</span>
}
