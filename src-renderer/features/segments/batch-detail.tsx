import { IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { queries } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import type { BatchSummary, SegmentRecord } from '../../api/segments.ts'
import { useSettings } from '../../api/settings.ts'
import { IconButton } from '../../components/button.tsx'
import type { Column } from '../../components/table-parts.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import type { Fact } from '../../components/stat.tsx'
import { KeyValue } from '../../components/stat.tsx'
import { Dim, Mono, OneLine } from '../../components/text.tsx'
import { formatBytes, formatExactBytes } from '../../formatting/bytes.ts'
import { formatOffset } from '../../formatting/counts.ts'
import type { TimestampZone } from '../../formatting/timestamps.ts'
import { formatTimestamp } from '../../formatting/timestamps.ts'
import { flagsOf } from './batch-columns.tsx'
import { Damage } from './damage.tsx'
import type { PartitionPlace } from './partition-place.ts'
import styles from './segments.module.css'

export interface BatchDetailProps {
  readonly place: PartitionPlace
  readonly baseOffset: bigint
  readonly batch: BatchSummary
  readonly onClose: () => void
}

/** The header of a batch, field by field, and the records in it. */
export function BatchDetail({ place, baseOffset, batch, onClose }: BatchDetailProps): ReactNode {
  const { timestamps: zone } = useSettings()
  const { data, error } = useQuery(
    queries.segments.records.queryOptions({ input: { ...place, baseOffset, position: batch.position } }),
  )
  return (
    <div className={styles.batch}>
      <div className={styles.batchHeader}>
        <h2 className={styles.batchTitle}>{`Batch at position ${batch.position}`}</h2>
        <IconButton label="Close the batch" onClick={onClose}>
          <IconX size={14} />
        </IconButton>
      </div>
      {!batch.isCrcOk && (
        <Damage
          what="The checksum does not fit the bytes."
          why="They have changed after they were written, or were never written completely."
        />
      )}
      <div className={styles.facts}>
        <KeyValue nameWidth={112} facts={factsOf(batch, zone)} />
      </div>
      {typeof data?.damage === 'string' && <Damage what="Not every record can be read." why={data.damage} />}
      {error ? (
        <ErrorView problem={problemOf(error, 'The records could not be read.')} />
      ) : (
        <DataTable
          label="Records of the batch"
          rows={data?.records}
          columns={RECORD_COLUMNS}
          rowKey={({ offset }) => String(offset)}
          rowHeight={28}
          empty={<EmptyState title="No records">Compaction has taken all of them away.</EmptyState>}
        />
      )}
    </div>
  )
}

function factsOf(batch: BatchSummary, zone: TimestampZone): readonly Fact[] {
  const hasProducer = batch.producerId >= 0n
  const flags = flagsOf(batch)
  return [
    { name: 'Size', value: formatExactBytes(batch.sizeBytes) },
    { name: 'Codec', value: batch.compression },
    { name: 'CRC-32C', value: <Mono>{`0x${batch.crc.toString(16).padStart(8, '0')}`}</Mono> },
    { name: 'First timestamp', value: formatTimestamp(batch.firstTimestamp, zone) },
    { name: 'Max timestamp', value: formatTimestamp(batch.maxTimestamp, zone) },
    { name: 'Leader epoch', value: batch.leaderEpoch },
    {
      name: 'Producer',
      value: hasProducer ? `${batch.producerId}, epoch ${batch.producerEpoch}` : <Dim>none</Dim>,
    },
    { name: 'Base sequence', value: hasProducer ? batch.baseSequence : <Dim>none</Dim> },
    { name: 'Flags', value: flags.length === 0 ? <Dim>none</Dim> : flags.join(', ') },
  ]
}

const RECORD_COLUMNS: readonly Column<SegmentRecord>[] = [
  { id: 'offset', header: 'Offset', width: '78px', align: 'end', cell: ({ offset }) => formatOffset(offset) },
  { id: 'key', header: 'Key', width: 'minmax(70px, 0.8fr)', cell: ({ key }) => <Preview text={key} /> },
  { id: 'value', header: 'Value', width: 'minmax(100px, 1.6fr)', cell: ({ value }) => <Preview text={value} /> },
  {
    id: 'size',
    header: 'Size',
    width: '66px',
    align: 'end',
    cell: ({ sizeBytes, headerCount }) => (
      <span title={`${formatExactBytes(sizeBytes)}, ${headerCount} headers`}>{formatBytes(sizeBytes)}</span>
    ),
  },
]

function Preview({ text }: { text: string | null }): ReactNode {
  if (text === null) return <span className={styles.mark}>null</span>
  if (text === '') return <span className={styles.mark}>empty</span>
  return (
    <OneLine text={text}>
      <Mono>{text}</Mono>
    </OneLine>
  )
}
