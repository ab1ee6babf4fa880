import { IconFileDatabase, IconX } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { queries } from '../../api/client.ts'
import { localClusterId } from '../../api/clusters.ts'
import type { ReadMessage } from '../../api/scans.ts'
import { problemOf } from '../../api/problem.ts'
import { useSettings } from '../../api/settings.ts'
import { IconButton } from '../../components/button.tsx'
import { ChoiceField } from '../../components/fields.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { Spacer } from '../../components/layout.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { TextSkeleton } from '../../components/text.tsx'
import { formatCount, formatOffset } from '../../formatting/counts.ts'
import { formatTimestamp } from '../../formatting/timestamps.ts'
import { texts } from '../../languages/texts.ts'
import { ContentView } from './content-view.tsx'
import type { ViewChoice } from './content-view.tsx'
import { CopyRecordMenu } from './copy-record-menu.tsx'
import { DecodedView } from './decoded-view.tsx'
import { LargeContent } from './large-content.tsx'
import { HeaderList } from './header-list.tsx'
import { RecordAge } from './record-age.tsx'
import { RecordFacts } from './record-facts.tsx'
import styles from './record-detail.module.css'
import type { RecordPlace } from './record-place.ts'
import { ResendRecord } from './resend-record.tsx'

export interface RecordDetailProps {
  readonly clusterId: string
  readonly topic: string
  readonly place: RecordPlace
  readonly onClose: () => void
}

type DetailTab = 'value' | 'key' | 'headers' | 'decoded' | 'record'

/** One record, whole and exact. The tab and the way of viewing stay while one goes from record to record. */
export function RecordDetail({ clusterId, topic, place, onClose }: RecordDetailProps): ReactNode {
  const [tab, setTab] = useState<DetailTab>('value')
  const [choice, setChoice] = useState<ViewChoice>(null)
  const { data, error, isPlaceholderData } = useQuery(
    queries.messages.read.queryOptions({
      input: { clusterId, topic, partition: place.partition, offset: place.offset, decoding: null },
      placeholderData: keepPreviousData,
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 30_000,
    }),
  )
  return (
    <div className={styles.detail}>
      <div className={styles.header}>
        <h2 className={styles.title}>
          {texts.messages.partition} {place.partition} <span className={styles.dot}>·</span>{' '}
          {texts.messages.offsetInTitle} {formatOffset(place.offset)}
        </h2>
        <Spacer />
        {data && !isPlaceholderData && <CopyRecordMenu clusterId={clusterId} topic={topic} message={data} />}
        {clusterId === localClusterId && <ShowOnDisk topic={topic} place={place} />}
        {data && !isPlaceholderData && (
          <ResendRecord clusterId={clusterId} topic={topic} place={place} sizeBytes={data.sizeBytes} />
        )}
        <IconButton label={texts.messages.closeTheRecord} onClick={onClose}>
          <IconX size={14} />
        </IconButton>
      </div>
      <div className={styles.time}>{data && !isPlaceholderData && <RecordTime timestamp={data.timestamp} />}</div>
      {error && <ErrorView problem={problemOf(error, texts.messages.theRecordCouldNot)} />}
      {!error && (
        <div className={styles.body} aria-busy={isPlaceholderData}>
          <Tabs
            label={texts.messages.partsOfTheRecord}
            panelLabel={texts.messages.content}
            tabs={tabsOf(data)}
            current={tab}
            onChange={setTab}
            isFilling
          >
            {data ? (
              <TabBody
                clusterId={clusterId}
                topic={topic}
                message={data}
                tab={tab}
                choice={choice}
                onChoose={setChoice}
              />
            ) : (
              <div className={styles.skeleton}>
                <TextSkeleton width="80%" />
                <TextSkeleton width="60%" />
                <TextSkeleton width="70%" />
              </div>
            )}
          </Tabs>
        </div>
      )}
    </div>
  )
}

/** When it was, by the clocks of the zone that is set, and how long ago that is. */
function RecordTime({ timestamp }: { timestamp: bigint }): ReactNode {
  const { timestamps: zone } = useSettings()
  return (
    <>
      {formatTimestamp(timestamp, zone)}
      <RecordAge timestamp={timestamp} />
    </>
  )
}

/** From the record to its place in the files of the partition. */
function ShowOnDisk({ topic, place }: { topic: string; place: RecordPlace }): ReactNode {
  const navigate = useNavigate()
  return (
    <IconButton
      label={texts.segments.record.toDisk}
      onClick={() =>
        void navigate({
          to: '/clusters/$clusterId/topics/$topic/$tab',
          params: { clusterId: localClusterId, topic, tab: 'segments' },
          search: { folder: `${topic}-${place.partition}`, find: `o${place.offset}` },
        })
      }
    >
      <IconFileDatabase size={14} />
    </IconButton>
  )
}

function tabsOf(message: ReadMessage | undefined) {
  const count = message?.headers.length ?? 0
  return [
    { id: 'value', label: texts.messages.value },
    { id: 'key', label: texts.messages.key },
    { id: 'headers', label: texts.messages.headers, ...(count > 0 && { count: formatCount(count) }) },
    { id: 'decoded', label: texts.messages.decoded },
    { id: 'record', label: texts.messages.record },
  ] as const
}

interface TabBodyProps {
  readonly clusterId: string
  readonly topic: string
  readonly message: ReadMessage
  readonly tab: DetailTab
  readonly choice: ViewChoice
  readonly onChoose: (choice: ViewChoice) => void
}

function TabBody({ clusterId, topic, message, tab, choice, onChoose }: TabBodyProps): ReactNode {
  switch (tab) {
    case 'value':
    case 'key':
      return <FieldContent key={tab} {...{ clusterId, topic, message, choice, onChoose }} part={tab} />
    case 'headers':
      return <HeaderList headers={message.headers} />
    case 'decoded':
      return <DecodedParts clusterId={clusterId} topic={topic} message={message} />
    case 'record':
      return <RecordFacts message={message} />
  }
}

const nullTexts = () =>
  ({
    value: texts.messages.inACompactedTopic,
    key: texts.messages.theRecordHasNoKey,
  }) as const

interface FieldContentProps extends Omit<TabBodyProps, 'tab'> {
  readonly part: 'key' | 'value'
}

/** A key or value whole; a large one as far as it is looked at. */
function FieldContent({ clusterId, topic, message, part, choice, onChoose }: FieldContentProps): ReactNode {
  const { partition, offset } = message
  const { isNull, isCut, base64, sizeBytes } = message[part]
  const view = {
    what: part,
    nullText: nullTexts()[part],
    fileName: `${partition}@${offset}.${part}`,
    choice,
    onChoose,
  }
  if (!isCut) return <ContentView {...view} base64={isNull ? null : base64} />
  const field = { clusterId, topic, partition, offset, part: { kind: part } } as const
  return <LargeContent {...view} field={field} sizeBytes={sizeBytes} />
}

/** Key and value as they are read; a key is short more often than not. */
function DecodedParts({ clusterId, topic, message }: Pick<TabBodyProps, 'clusterId' | 'topic' | 'message'>): ReactNode {
  const [part, setPart] = useState<'key' | 'value'>('value')
  const { partition, offset } = message
  return (
    <>
      <div className={styles.part}>
        <ChoiceField label={texts.messages.part} value={part} options={parts()} onChange={setPart} />
      </div>
      <DecodedView clusterId={clusterId} topic={topic} partition={partition} offset={offset} part={part} />
    </>
  )
}

const parts = () =>
  [
    { value: 'value', label: texts.messages.value },
    { value: 'key', label: texts.messages.key },
  ] as const
