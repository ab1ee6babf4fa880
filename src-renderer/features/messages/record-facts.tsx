import type { ReactNode } from 'react'
import type { ReadMessage } from '../../api/scans.ts'
import { useSettings } from '../../api/settings.ts'
import { Row } from '../../components/layout.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import type { Fact } from '../../components/stat.tsx'
import { KeyValue } from '../../components/stat.tsx'
import { Dim, Mono } from '../../components/text.tsx'
import { formatBytes, formatExactBytes } from '../../formatting/bytes.ts'
import { formatCountOf, formatOffset } from '../../formatting/counts.ts'
import type { TimestampZone } from '../../formatting/timestamps.ts'
import { formatTimestamp } from '../../formatting/timestamps.ts'
import styles from './record-facts.module.css'

/** Everything about a record but its content, and what is known of the batch that it came in. */
export function RecordFacts({ message }: { message: ReadMessage }): ReactNode {
  const { timestamps: zone } = useSettings()
  return (
    <div className={styles.facts}>
      <KeyValue nameWidth={112} facts={recordFacts(message, zone)} />
      <h3 className={styles.heading}>Its batch</h3>
      <KeyValue nameWidth={112} facts={batchFacts(message.batch)} />
    </div>
  )
}

function recordFacts(message: ReadMessage, zone: TimestampZone): readonly Fact[] {
  const { partition, offset, timestamp, timestampType, key, value, headers, sequence, state } = message
  return [
    { name: 'Partition', value: partition },
    {
      name: 'Offset',
      value: (
        <Row gap={4}>
          {formatOffset(offset)} <CopyButton text={formatOffset(offset)} label="Copy the offset" />
        </Row>
      ),
    },
    {
      name: 'Timestamp',
      value: (
        <>
          {formatTimestamp(timestamp, zone)}
          <br />
          <Dim>
            {timestamp} ms, {timestampType === 'create-time' ? 'set by the producer' : 'set by the broker on arrival'}
          </Dim>
        </>
      ),
    },
    { name: 'Key size', value: sizeText(key) },
    { name: 'Value size', value: sizeText(value) },
    { name: 'Headers', value: headers.length },
    ...(sequence < 0 ? [] : [{ name: 'Sequence', value: sequence }]),
    ...(state === 'plain' ? [] : [{ name: 'Transaction', value: state }]),
  ]
}

function sizeText({ isNull, sizeBytes }: ReadMessage['key']): string {
  return isNull ? 'null' : formatExactBytes(sizeBytes)
}

function batchFacts(batch: ReadMessage['batch']): readonly Fact[] {
  const flags = [batch.isTransactional && 'transactional', batch.isControl && 'control'].filter(
    (each) => each !== false,
  )
  const hasProducer = batch.producerId >= 0n
  return [
    { name: 'Base offset', value: formatOffset(batch.baseOffset) },
    { name: 'Records', value: formatCountOf(batch.recordCount, 'record') },
    { name: 'Size', value: <span title={formatExactBytes(batch.sizeBytes)}>{formatBytes(batch.sizeBytes)}</span> },
    { name: 'Compression', value: batch.compression },
    { name: 'Producer id', value: hasProducer ? <Mono>{String(batch.producerId)}</Mono> : <Dim>none</Dim> },
    { name: 'Producer epoch', value: hasProducer ? batch.producerEpoch : <Dim>none</Dim> },
    { name: 'Base sequence', value: hasProducer ? batch.baseSequence : <Dim>none</Dim> },
    { name: 'Leader epoch', value: batch.leaderEpoch },
    { name: 'Flags', value: flags.length === 0 ? <Dim>none</Dim> : flags.join(', ') },
  ]
}
