import type { ReactNode } from 'react'
import type { ReadMessage } from '../../api/scans.ts'
import { useSettings } from '../../api/settings.ts'
import { Row } from '../../components/layout.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import type { Fact } from '../../components/stat.tsx'
import { KeyValue } from '../../components/stat.tsx'
import { Dim, Mono } from '../../components/text.tsx'
import { formatBytes, formatExactBytes } from '../../formatting/bytes.ts'
import { formatOffset } from '../../formatting/counts.ts'
import type { TimestampZone } from '../../formatting/timestamps.ts'
import { formatTimestamp } from '../../formatting/timestamps.ts'
import { RecordAge } from './record-age.tsx'
import styles from './record-facts.module.css'
import { texts } from '../../languages/texts.ts'

/** Everything about a record but its content, and what is known of the batch that it came in. */
export function RecordFacts({ message }: { message: ReadMessage }): ReactNode {
  const { timestamps: zone } = useSettings()
  return (
    <div className={styles.facts}>
      <KeyValue nameWidth={112} facts={recordFacts(message, zone)} />
      <h3 className={styles.heading}>{texts.messages.itsBatch}</h3>
      <KeyValue nameWidth={112} facts={batchFacts(message.batch)} />
    </div>
  )
}

function recordFacts(message: ReadMessage, zone: TimestampZone): readonly Fact[] {
  const { partition, offset, timestamp, timestampType, key, value, headers, sequence, state } = message
  return [
    { name: texts.messages.partition, value: partition },
    {
      name: texts.messages.offset,
      value: (
        <Row gap={4}>
          {formatOffset(offset)} <CopyButton text={formatOffset(offset)} label={texts.messages.copyTheOffset} />
        </Row>
      ),
    },
    {
      name: texts.messages.timestamp,
      value: (
        <>
          {formatTimestamp(timestamp, zone)}
          <RecordAge timestamp={timestamp} />
          <br />
          <Dim>
            {texts.messages.milliseconds(timestamp)},{' '}
            {timestampType === 'create-time' ? texts.messages.setByTheProducer : texts.messages.setByTheBroker}
          </Dim>
        </>
      ),
    },
    { name: texts.messages.keySize, value: sizeText(key) },
    { name: texts.messages.valueSize, value: sizeText(value) },
    { name: texts.messages.headers, value: headers.length },
    ...(sequence < 0 ? [] : [{ name: texts.messages.sequence, value: sequence }]),
    ...(state === 'plain' ? [] : [{ name: texts.messages.transaction, value: texts.messages.states[state] }]),
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
    { name: texts.messages.baseOffset, value: formatOffset(batch.baseOffset) },
    { name: texts.messages.records, value: texts.messages.recordCount(batch.recordCount) },
    {
      name: texts.messages.size,
      value: <span title={formatExactBytes(batch.sizeBytes)}>{formatBytes(batch.sizeBytes)}</span>,
    },
    { name: texts.messages.compression, value: batch.compression },
    {
      name: texts.messages.producerId,
      value: hasProducer ? <Mono>{String(batch.producerId)}</Mono> : <Dim>{texts.messages.none}</Dim>,
    },
    { name: texts.messages.producerEpoch, value: hasProducer ? batch.producerEpoch : <Dim>{texts.messages.none}</Dim> },
    { name: texts.messages.baseSequence, value: hasProducer ? batch.baseSequence : <Dim>{texts.messages.none}</Dim> },
    { name: texts.messages.leaderEpoch, value: batch.leaderEpoch },
    { name: texts.messages.flags, value: flags.length === 0 ? <Dim>{texts.messages.none}</Dim> : flags.join(', ') },
  ]
}
