import { IconX } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { queries } from '../../api/client.ts'
import type { Message } from '../../api/scans.ts'
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
    queries.messages.get.queryOptions({
      input: { clusterId, topic, ...place },
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
        {data && !isPlaceholderData && <ResendRecord clusterId={clusterId} topic={topic} message={data} />}
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

function tabsOf(message: Message | undefined) {
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
  readonly message: Message
  readonly tab: DetailTab
  readonly choice: ViewChoice
  readonly onChoose: (choice: ViewChoice) => void
}

function TabBody({ clusterId, topic, message, tab, choice, onChoose }: TabBodyProps): ReactNode {
  const place = `${message.partition}@${message.offset}`
  switch (tab) {
    case 'value':
      return (
        <ContentView
          key="value"
          base64={message.valueBase64}
          what="value"
          nullText="In a compacted topic a null value is a tombstone: it deletes its key."
          fileName={`${place}.value`}
          choice={choice}
          onChoose={onChoose}
        />
      )
    case 'key':
      return (
        <ContentView
          key="key"
          base64={message.keyBase64}
          what="key"
          nullText="The record has no key."
          fileName={`${place}.key`}
          choice={choice}
          onChoose={onChoose}
        />
      )
    case 'headers':
      return <HeaderList headers={message.headers} />
    case 'decoded':
      return <DecodedParts clusterId={clusterId} topic={topic} message={message} />
    case 'record':
      return <RecordFacts message={message} />
  }
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
