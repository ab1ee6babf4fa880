import { IconArrowsShuffle, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useWhyNot } from '../../api/access.ts'
import { queries } from '../../api/client.ts'
import { localClusterId } from '../../api/clusters.ts'
import { problemOf } from '../../api/problem.ts'
import type { PartitionDetail } from '../../api/topics.ts'
import { Badge } from '../../components/badge.tsx'
import { useAskedDialog } from '../../components/asked-dialog.ts'
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
import { texts } from '../../languages/texts.ts'
import { AddPartitionsDialog } from './add-partitions-dialog.tsx'
import { MoveReplicasDialog } from './move-replicas-dialog.tsx'
import { MovingReplicas } from './moving-replicas.tsx'
import { messageCountIn } from './topic-sums.ts'

/** The partitions of a topic: who leads them, what they hold. */
export function PartitionsTab({ clusterId, topic }: { clusterId: string; topic: string }): ReactNode {
  const missing = useWhyNot(clusterId, topic)
  const missingOnCluster = useWhyNot(clusterId, null)
  const [dialog, setDialog] = useAskedDialog(['add-partitions', 'move-replicas'])
  const close = (): void => setDialog(null)
  const { data, error } = useQuery(queries.topics.describe.queryOptions({ input: { clusterId, topic } }))
  if (error && !data) {
    return (
      <TabContent>
        <ErrorView problem={problemOf(error, texts.topics.partitionsNotRead)} />
      </TabContent>
    )
  }
  return (
    <TabContent>
      <Toolbar>
        <Spacer />
        {clusterId !== localClusterId && (
          <Button
            icon={<IconArrowsShuffle size={14} />}
            isDisabled={!data}
            whyDisabled={missingOnCluster('alter')}
            onClick={() => setDialog('move-replicas')}
          >
            {texts.topics.moveReplicas}
          </Button>
        )}
        <Button
          icon={<IconPlus size={14} />}
          isDisabled={!data}
          whyDisabled={missing('alter')}
          onClick={() => setDialog('add-partitions')}
        >
          {texts.topics.addPartitions}
        </Button>
      </Toolbar>
      {clusterId !== localClusterId && <MovingReplicas clusterId={clusterId} topic={topic} />}
      <DataTable
        label={texts.topics.partitionsOfTopic}
        rows={data?.partitions}
        columns={partitionColumns()}
        rowKey={({ partition }) => String(partition)}
        minWidth={700}
      />
      {data && dialog === 'move-replicas' && clusterId !== localClusterId && (
        <MoveReplicasDialog
          clusterId={clusterId}
          topic={topic}
          replicationFactor={data.replicationFactor}
          onClose={close}
        />
      )}
      {data && (
        <AddPartitionsDialog
          clusterId={clusterId}
          topic={topic}
          currentCount={data.partitionCount}
          isOpen={dialog === 'add-partitions'}
          onClose={close}
        />
      )}
    </TabContent>
  )
}

const NUMBER_WIDTH = 'minmax(100px, 1fr)'

function partitionColumns(): readonly Column<PartitionDetail>[] {
  const words = texts.topics
  return [
    {
      id: 'partition',
      header: words.partition,
      width: 'minmax(94px, 0.7fr)',
      sortBy: ({ partition }) => partition,
      cell: ({ partition }) => partition,
    },
    {
      id: 'leader',
      header: words.leader,
      width: 'minmax(96px, 0.8fr)',
      sortBy: ({ leader }) => leader,
      cell: ({ leader }) => (leader === null ? <Badge tone="bad">{words.noLeader}</Badge> : words.brokerNumber(leader)),
    },
    {
      id: 'replicas',
      header: words.replicasHeader,
      width: 'minmax(100px, 1fr)',
      cell: (partition) => <Replicas partition={partition} />,
    },
    offsetColumn({ id: 'start', header: words.startOffset, of: ({ startOffset }) => startOffset, show: formatOffset }),
    offsetColumn({ id: 'end', header: words.endOffset, of: ({ endOffset }) => endOffset, show: formatOffset }),
    offsetColumn({ id: 'messages', header: words.messages, of: messageCountIn, show: formatCount }),
    offsetColumn({ id: 'size', header: words.sizeOnDisk, of: ({ sizeBytes }) => sizeBytes, show: formatBytes }),
  ]
}

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
    <Hint text={why ?? texts.topics.notHad}>
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
      {missing.length > 0 && <Badge tone="warn">{texts.topics.notInSync(missing.join(', '))}</Badge>}
    </Row>
  )
}
