import { IconX } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { queries } from '../../api/client.ts'
import type { ReadMessage } from '../../api/scans.ts'
import { problemOf } from '../../api/problem.ts'
import { IconButton } from '../../components/button.tsx'
import { ChoiceField } from '../../components/fields.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { Spacer } from '../../components/layout.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { TextSkeleton } from '../../components/text.tsx'
import { formatCount, formatOffset } from '../../formatting/counts.ts'
import { ContentView } from './content-view.tsx'
import type { ViewChoice } from './content-view.tsx'
import { DecodedView } from './decoded-view.tsx'
import { LargeContent } from './large-content.tsx'
import { HeaderList } from './header-list.tsx'
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
          Partition {place.partition} <span className={styles.dot}>·</span> offset {formatOffset(place.offset)}
        </h2>
        <Spacer />
        {data && !isPlaceholderData && <ResendRecord clusterId={clusterId} topic={topic} place={place} />}
        <IconButton label="Close the record" onClick={onClose}>
          <IconX size={14} />
        </IconButton>
      </div>
      {error && <ErrorView problem={problemOf(error, 'The record could not be read.')} />}
      {!error && (
        <div className={styles.body} aria-busy={isPlaceholderData}>
          <Tabs
            label="Parts of the record"
            panelLabel="Content"
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

function tabsOf(message: ReadMessage | undefined) {
  const count = message?.headers.length ?? 0
  return [
    { id: 'value', label: 'Value' },
    { id: 'key', label: 'Key' },
    { id: 'headers', label: 'Headers', ...(count > 0 && { count: formatCount(count) }) },
    { id: 'decoded', label: 'Decoded' },
    { id: 'record', label: 'Record' },
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

const NULL_TEXTS = {
  value: 'In a compacted topic a null value is a tombstone: it deletes its key.',
  key: 'The record has no key.',
} as const

interface FieldContentProps extends Omit<TabBodyProps, 'tab'> {
  readonly part: 'key' | 'value'
}

/** A key or value whole; a large one as far as it is looked at. */
function FieldContent({ clusterId, topic, message, part, choice, onChoose }: FieldContentProps): ReactNode {
  const { partition, offset } = message
  const { isNull, isCut, base64, sizeBytes } = message[part]
  const view = {
    what: part,
    nullText: NULL_TEXTS[part],
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
        <ChoiceField label="Part" value={part} options={PARTS} onChange={setPart} />
      </div>
      <DecodedView clusterId={clusterId} topic={topic} partition={partition} offset={offset} part={part} />
    </>
  )
}

const PARTS = [
  { value: 'value', label: 'Value' },
  { value: 'key', label: 'Key' },
] as const
