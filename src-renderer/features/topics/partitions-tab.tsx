import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { queries } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import type { PartitionDetail } from '../../api/topics.ts'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import type { Column } from '../../components/table-parts.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { Hint } from '../../components/hint.tsx'
import { Row, Spacer } from '../../components/layout.tsx'
import { TabContent, Toolbar } from '../../components/page.tsx'
import { Dim } from '../../components/text.tsx'
import { formatBytes } from '../../formatting/bytes.ts'
import { formatCount, formatOffset } from '../../formatting/counts.ts'
import { AddPartitionsDialog } from './add-partitions-dialog.tsx'
import { messageCountIn } from './topic-sums.ts'

/** The partitions of a topic: who leads them, what they hold. */
export function PartitionsTab({ clusterId, topic }: { clusterId: string; topic: string }): ReactNode {
  const [isAdding, setIsAdding] = useState(false)
  const { data, error } = useQuery(queries.topics.describe.queryOptions({ input: { clusterId, topic } }))
  if (error && !data) {
    return (
      <TabContent>
        <ErrorView problem={problemOf(error, 'The partitions could not be read.')} />
      </TabContent>
    )
  }
  return (
    <TabContent>
      <Toolbar>
        <Spacer />
        <Button icon={<IconPlus size={14} />} isDisabled={!data} onClick={() => setIsAdding(true)}>
          Add partitions
        </Button>
      </Toolbar>
      <DataTable
        label="Partitions of the topic"
        rows={data?.partitions}
        columns={COLUMNS}
        rowKey={({ partition }) => String(partition)}
      />
      {data && (
        <AddPartitionsDialog
          clusterId={clusterId}
          topic={topic}
          currentCount={data.partitionCount}
          isOpen={isAdding}
          onClose={() => setIsAdding(false)}
        />
      )}
    </TabContent>
  )
}

const NUMBER_WIDTH = 'minmax(84px, 1fr)'

const COLUMNS: readonly Column<PartitionDetail>[] = [
  {
    id: 'partition',
    header: 'Partition',
    width: 'minmax(80px, 0.7fr)',
    sortBy: ({ partition }) => partition,
    cell: ({ partition }) => partition,
  },
  {
    id: 'leader',
    header: 'Leader',
    width: 'minmax(80px, 0.8fr)',
    sortBy: ({ leader }) => leader,
    cell: ({ leader }) => (leader === null ? <Badge tone="bad">none</Badge> : `broker ${leader}`),
  },
  {
    id: 'replicas',
    header: 'Replicas',
    width: 'minmax(100px, 1fr)',
    cell: (partition) => <Replicas partition={partition} />,
  },
  offsetColumn({ id: 'start', header: 'Start offset', of: ({ startOffset }) => startOffset, show: formatOffset }),
  offsetColumn({ id: 'end', header: 'End offset', of: ({ endOffset }) => endOffset, show: formatOffset }),
  offsetColumn({ id: 'messages', header: 'Messages', of: messageCountIn, show: formatCount }),
  offsetColumn({ id: 'size', header: 'Size on disk', of: ({ sizeBytes }) => sizeBytes, show: formatBytes }),
]

interface OffsetColumn {
  readonly id: string
  readonly header: string
  readonly of: (partition: PartitionDetail) => bigint | null
  readonly show: (figure: bigint) => string
}

function offsetColumn({ id, header, of, show }: OffsetColumn): Column<PartitionDetail> {
  return {
    id,
    header,
    width: NUMBER_WIDTH,
    align: 'end',
    sortBy: of,
    cell: (partition) => {
      const figure = of(partition)
      return figure === null ? <Missing why={partition.problem} /> : show(figure)
    },
  }
}

function Missing({ why }: { why: string | null }): ReactNode {
  return (
    <Hint text={why ?? 'Could not be had.'}>
      <span>
        <Dim>–</Dim>
      </span>
    </Hint>
  )
}

function Replicas({ partition: { replicas, inSyncReplicas } }: { partition: PartitionDetail }): ReactNode {
  const missing = replicas.filter((replica) => !inSyncReplicas.includes(replica))
  return (
    <Row gap={6}>
      {replicas.join(', ')}
      {missing.length > 0 && <Badge tone="warn">{missing.join(', ')} not in sync</Badge>}
    </Row>
  )
}
