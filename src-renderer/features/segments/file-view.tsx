import { IconChevronLeft } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { queries } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import type { FileContents, FilePlace, SegmentFileKind } from '../../api/segments.ts'
import { nameOfFile } from '../../api/segments.ts'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { Spacer } from '../../components/layout.tsx'
import { Toolbar } from '../../components/page.tsx'
import { KeyValue } from '../../components/stat.tsx'
import { Dim, Mono } from '../../components/text.tsx'
import { ScrollRegion } from '../../components/scroll-region.tsx'
import { texts } from '../../languages/texts.ts'
import { Damage } from './damage.tsx'
import { useDiskPlace } from './disk-place.ts'
import { FileEntries } from './file-entries.tsx'
import styles from './segments.module.css'

const PAGE = 500

/** A file that holds no batches: what it is for, and what it says. */
export function FileView({ clusterId, folder, fileName }: FilePlace): ReactNode {
  const { go } = useDiskPlace()
  const [from, setFrom] = useState(0)
  const { data, error } = useQuery(
    queries.segments.file.queryOptions({
      input: { clusterId, folder, fileName, from, count: PAGE },
      refetchInterval: 5000,
      placeholderData: keepPreviousData,
    }),
  )
  const { kind } = nameOfFile(fileName)
  const words = texts.segments.files.kinds[kind]
  return (
    <div className={styles.fill}>
      <Toolbar>
        <Button
          tone="quiet"
          icon={<IconChevronLeft size={14} />}
          onClick={() => go({ ...(folder !== '' && { folder }), view: 'files' })}
        >
          {texts.segments.backTo(folder)}
        </Button>
        <Mono>{fileName}</Mono>
        <Spacer />
        {data && 'total' in data && <Pages from={from} total={data.total} onFrom={setFrom} />}
      </Toolbar>
      <p className={styles.explanation}>
        <strong>{words.name}.</strong> {words.what}
      </p>
      {error && !data ? (
        <ErrorView problem={problemOf(error, texts.segments.notRead)} />
      ) : (
        data && <Contents data={data} kind={kind} label={words.name} />
      )}
    </div>
  )
}

interface ContentsProps {
  readonly data: FileContents
  readonly kind: SegmentFileKind
  readonly label: string
}

function Contents({ data, kind, label }: ContentsProps): ReactNode {
  const { contents } = texts.segments
  return (
    <>
      {'problem' in data && data.problem !== null && <Damage what={contents.problem}>{data.problem}</Damage>}
      {'reservedBytes' in data && data.reservedBytes > 0 && (
        <p className={styles.explanation}>{contents.reserved(data.reservedBytes)}</p>
      )}
      {data.type === 'facts' ? (
        <ScrollRegion label={label} className={styles.facts}>
          <KeyValue
            nameWidth={190}
            facts={data.facts.map(({ name, value }) => ({ name, value: <FactValue name={name} value={value} /> }))}
          />
          <h3 className={styles.small}>{contents.asItIs}</h3>
          <pre className={styles.text}>{data.text}</pre>
        </ScrollRegion>
      ) : data.type === 'bytes' ? (
        <pre className={styles.text}>{hexLines(data.hex)}</pre>
      ) : data.type === 'empty' ? (
        <EmptyState title={contents.empty}>{contents.emptyWhat}</EmptyState>
      ) : (
        <FileEntries data={data} kind={kind} />
      )}
    </>
  )
}

/** Fields of Kafka's small files say what they mean. */
function FactValue({ name, value }: { name: string; value: string }): ReactNode {
  const meanings: Readonly<Record<string, string>> = texts.segments.contents.facts
  const meaning = meanings[name]
  return (
    <>
      <Mono>{value === '' ? '""' : value}</Mono> {meaning !== undefined && <Dim>{meaning}</Dim>}
    </>
  )
}

function hexLines(hex: string): string {
  const lines: string[] = []
  for (let at = 0; at < hex.length; at += 32) {
    const bytes = hex.slice(at, at + 32).replaceAll(/../g, '$& ')
    lines.push(`${(at / 2).toString(16).padStart(6, '0')}  ${bytes}`)
  }
  return lines.join('\n')
}

interface PagesProps {
  readonly from: number
  readonly total: number
  readonly onFrom: (from: number) => void
}

function Pages({ from, total, onFrom }: PagesProps): ReactNode {
  const { pages } = texts.segments.contents
  if (total <= PAGE) return <Dim>{pages.all(total)}</Dim>
  return (
    <>
      <Dim>{pages.some(from + 1, Math.min(total, from + PAGE), total)}</Dim>
      <Button size="small" isDisabled={from === 0} onClick={() => onFrom(Math.max(0, from - PAGE))}>
        {pages.previous}
      </Button>
      <Button size="small" isDisabled={from + PAGE >= total} onClick={() => onFrom(from + PAGE)}>
        {pages.next}
      </Button>
      <Button
        size="small"
        isDisabled={from + PAGE >= total}
        onClick={() => onFrom(Math.floor((total - 1) / PAGE) * PAGE)}
      >
        {pages.last}
      </Button>
    </>
  )
}
