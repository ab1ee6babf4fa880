import { IconX } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useMemo, useState } from 'react'
import { queries } from '../../api/client.ts'
import { localClusterId } from '../../api/clusters.ts'
import { problemOf } from '../../api/problem.ts'
import type { BatchRecords, BatchSummary, FilePlace, FolderContents, ForetoldRecord } from '../../api/segments.ts'
import { useSettings } from '../../api/settings.ts'
import { IconButton } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { RowWindow } from '../../components/row-window.tsx'
import type { Fact } from '../../components/stat.tsx'
import { KeyValue } from '../../components/stat.tsx'
import { Dim, Mono } from '../../components/text.tsx'
import { ScrollRegion } from '../../components/scroll-region.tsx'
import { formatExactBytes } from '../../formatting/bytes.ts'
import type { TimestampZone } from '../../formatting/timestamps.ts'
import { formatTimestamp } from '../../formatting/timestamps.ts'
import { texts } from '../../languages/texts.ts'
import { flagsOf, offsetsText } from './batch-columns.tsx'
import { Damage } from './damage.tsx'
import { useDiskPlace } from './disk-place.ts'
import { fateWords } from './forecast-words.ts'
import { nextStart } from './next-start.ts'
import { recordColumns } from './record-columns.tsx'
import styles from './segments.module.css'

export interface BatchDetailProps extends FilePlace {
  readonly position: number
  readonly contents: FolderContents
  /** Of the compaction that is looked at; null: none is. */
  readonly forecastId: string | null
  readonly onClose: () => void
}

/** The header of a batch, field by field, and the records in it. */
export function BatchDetail({ position, contents, forecastId, onClose, ...place }: BatchDetailProps): ReactNode {
  const { timestamps: zone } = useSettings()
  const { clusterId, folder, fileName } = place
  const { data, error } = useQuery(
    queries.segments.records.queryOptions({
      input: { clusterId, folder, fileName, position },
      placeholderData: keepPreviousData,
    }),
  )
  const { data: fates } = useQuery({
    ...queries.segments.foretoldRecords.queryOptions({
      input: { clusterId, folder, fileName, position, forecastId: forecastId ?? '' },
    }),
    enabled: forecastId !== null,
  })
  const { batch: words } = texts.segments
  const batch = data?.batch ?? null
  return (
    <div className={styles.batch}>
      <div className={styles.batchHeader}>
        <h2 className={styles.batchTitle}>{words.title(String(position))}</h2>
        <IconButton label={words.close} onClick={onClose}>
          <IconX size={14} />
        </IconButton>
      </div>
      {batch?.isCrcOk === false && (
        <Damage
          what={words.crcWrongTitle}
          help={nextStart({ kind: 'crc', fileName, offset: batch.baseOffset }, contents) ?? undefined}
        >
          {words.crcWrongWhy}
        </Damage>
      )}
      {data && batch === null && <Damage what={words.noBatch}>{words.noBatchWhy}</Damage>}
      {batch && (
        <ScrollRegion label={words.title(String(position))} className={styles.facts}>
          <KeyValue nameWidth={118} facts={factsOf(batch, zone)} />
        </ScrollRegion>
      )}
      {typeof data?.problem === 'string' && batch !== null && (
        <Damage what={words.recordsProblem}>{data.problem}</Damage>
      )}
      {data?.isCut === true && <p className={styles.explanation}>{words.isCut(data.records.length)}</p>}
      {error ? (
        <ErrorView problem={problemOf(error, texts.segments.notRead)} />
      ) : (
        <Records data={data} contents={contents} clusterId={clusterId} zone={zone} fates={fates} />
      )}
    </div>
  )
}

interface RecordsProps {
  readonly data: BatchRecords | undefined
  readonly contents: FolderContents
  readonly clusterId: string
  readonly zone: TimestampZone
  /** What compaction does with each of them. */
  readonly fates: readonly ForetoldRecord[] | undefined
}

const NOTHING = (): void => {}

/** The records of the batch; the one that was looked up is marked and in sight. */
function Records({ data, contents, clusterId, zone, fates }: RecordsProps): ReactNode {
  const { find } = useDiskPlace().place
  const sought = find?.startsWith('o') === true ? find.slice(1) : null
  const [chosen, setChosen] = useState<string | null>(null)
  const records = data?.records
  const index = records?.findIndex(({ offset }) => String(offset) === sought) ?? -1
  const revealed = useMemo(() => (index < 0 ? null : { index }), [index])
  const { batch: words } = texts.segments
  const fateByOffset = useMemo(() => new Map(records?.map(({ offset }, at) => [offset, fates?.[at]])), [records, fates])
  const fateOf = (offset: bigint): string | null => fateWords(fateByOffset.get(offset), zone)
  const messagesOf = clusterId === localClusterId ? contents.topic : null
  return (
    <RowWindow
      label={words.recordsLabel}
      count={records?.length}
      rowAt={(at) => records?.[at]}
      onWindow={NOTHING}
      columns={recordColumns({ messagesOf, partition: contents.partition ?? 0, clusterId, zone, fateOf })}
      rowKey={({ offset }) => String(offset)}
      selectedKey={chosen ?? sought}
      onSelect={({ offset }) => setChosen(String(offset))}
      revealed={revealed}
      rowHeight={28}
      minWidth={400}
      empty={<EmptyState title={words.noRecords}>{words.noRecordsWhat}</EmptyState>}
    />
  )
}

function factsOf(batch: BatchSummary, zone: TimestampZone): readonly Fact[] {
  const { facts, flags: flagWords, producer, sequences, magic } = texts.segments.batch
  const none = <Dim>{texts.segments.contents.none}</Dim>
  const hasProducer = batch.producerId >= 0n
  const flags = flagsOf(batch)
  return [
    { name: facts.offsets, value: offsetsText(batch.baseOffset, batch.lastOffset) },
    { name: facts.size, value: formatExactBytes(batch.sizeBytes) },
    { name: facts.codec, value: batch.compression },
    {
      name: batch.magic < 2 ? 'CRC-32' : 'CRC-32C',
      value: <Mono>{`0x${batch.crc.toString(16).padStart(8, '0')}`}</Mono>,
    },
    ...(batch.deleteHorizonMs === null
      ? [{ name: facts.firstTimestamp, value: formatTimestamp(batch.baseTimestamp, zone) }]
      : [
          {
            name: facts.deleteHorizon,
            value: `${formatTimestamp(batch.deleteHorizonMs, zone)} ${flagWords.horizonWhat}`,
          },
        ]),
    { name: facts.maxTimestamp, value: formatTimestamp(batch.maxTimestamp, zone) },
    { name: facts.leaderEpoch, value: batch.leaderEpoch < 0 ? none : batch.leaderEpoch },
    { name: facts.producer, value: hasProducer ? producer(String(batch.producerId), batch.producerEpoch) : none },
    {
      name: facts.sequences,
      value: batch.baseSequence < 0 ? none : sequences(batch.baseSequence, batch.lastSequence),
    },
    { name: facts.format, value: magic(batch.magic) },
    { name: facts.flags, value: flags.length === 0 ? none : flags.join(', ') },
  ]
}
