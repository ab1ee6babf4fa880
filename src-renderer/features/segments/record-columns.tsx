import { IconMessage } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { SegmentRecord } from '../../api/segments.ts'
import { IconButton } from '../../components/button.tsx'
import { Hint } from '../../components/hint.tsx'
import type { Column } from '../../components/table-parts.tsx'
import { Dim, Mono, OneLine } from '../../components/text.tsx'
import { formatBytes, formatExactBytes } from '../../formatting/bytes.ts'
import { formatOffset } from '../../formatting/counts.ts'
import type { TimestampZone } from '../../formatting/timestamps.ts'
import { formatTimestamp } from '../../formatting/timestamps.ts'
import { texts } from '../../languages/texts.ts'
import { recordWords } from './record-words.ts'
import styles from './segments.module.css'

interface RecordColumns {
  /** The topic whose Messages tab shows them too; null: there is none. */
  readonly messagesOf: string | null
  readonly partition: number
  readonly clusterId: string
  readonly zone: TimestampZone
  /** What compaction does with it; null: nothing, or nobody asks. */
  readonly fateOf: (offset: bigint) => string | null
}

/** The records of a batch; what Kafka has written for itself is said in words. */
export function recordColumns({
  messagesOf,
  partition,
  clusterId,
  zone,
  fateOf,
}: RecordColumns): readonly Column<SegmentRecord>[] {
  const { columns } = texts.segments.record
  return [
    {
      id: 'offset',
      header: columns.offset,
      width: messagesOf === null ? '84px' : '104px',
      align: 'end',
      cell: ({ offset, timestamp, sequence }) => (
        <span title={recordHint({ timestamp: formatTimestamp(timestamp, zone), sequence })}>
          {messagesOf !== null && (
            <ToMessage clusterId={clusterId} topic={messagesOf} partition={partition} offset={offset} />
          )}
          <Fate text={fateOf(offset)}>{formatOffset(offset)}</Fate>
        </span>
      ),
    },
    {
      id: 'key',
      header: columns.key,
      width: 'minmax(64px, 0.7fr)',
      cell: ({ key, decoded }) => (decoded === null ? <Preview text={key} /> : <Dim>–</Dim>),
    },
    {
      id: 'value',
      header: columns.value,
      width: 'minmax(120px, 1.8fr)',
      cell: (record) => {
        const words = recordWords(record)
        return words === null ? (
          <Preview text={record.value} />
        ) : (
          <OneLine text={`${words}\n${record.decoded?.json ?? ''}`}>{words}</OneLine>
        )
      },
    },
    {
      id: 'size',
      header: columns.size,
      width: '66px',
      align: 'end',
      cell: ({ sizeBytes, headers }) => (
        <span title={`${formatExactBytes(sizeBytes)}, ${texts.segments.record.headers(headers.length)}`}>
          {formatBytes(sizeBytes)}
        </span>
      ),
    },
  ]
}

/** What compaction takes is struck through, and says why. */
function Fate({ text, children }: { text: string | null; children: string }): ReactNode {
  if (text === null) return children
  return (
    <Hint text={text}>
      <s>{children}</s>
    </Hint>
  )
}

function recordHint({ timestamp, sequence }: { timestamp: string; sequence: number }): string {
  return sequence < 0 ? timestamp : `${timestamp}, ${texts.segments.record.sequence(sequence)}`
}

interface ToMessageProps {
  readonly clusterId: string
  readonly topic: string
  readonly partition: number
  readonly offset: bigint
}

/** From its place on disk to the message. */
function ToMessage({ clusterId, topic, partition, offset }: ToMessageProps): ReactNode {
  const navigate = useNavigate()
  return (
    <IconButton
      label={texts.segments.record.toMessage(formatOffset(offset))}
      size={20}
      onClick={() =>
        void navigate({
          to: '/clusters/$clusterId/topics/$topic/$tab',
          params: { clusterId, topic, tab: 'messages' },
          search: { record: `${partition}@${offset}` },
        })
      }
    >
      <IconMessage size={13} />
    </IconButton>
  )
}

function Preview({ text }: { text: string | null }): ReactNode {
  if (text === null) return <span className={styles.mark}>{texts.segments.record.nullValue}</span>
  if (text === '') return <span className={styles.mark}>{texts.segments.record.empty}</span>
  return (
    <OneLine text={text}>
      <Mono>{text}</Mono>
    </OneLine>
  )
}
