import { IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useEffect, useRef, useState } from 'react'
import { problemOf } from '../../api/problem.ts'
import type { CheckProgress, CheckScope, Finding } from '../../api/segments.ts'
import { followCheck } from '../../api/segments.ts'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { Spacer } from '../../components/layout.tsx'
import { Toolbar } from '../../components/page.tsx'
import { ProgressBar } from '../../components/progress-bar.tsx'
import type { Column } from '../../components/table-parts.tsx'
import { Dim, Mono, OneLine } from '../../components/text.tsx'
import { formatBytes } from '../../formatting/bytes.ts'
import { formatCount } from '../../formatting/counts.ts'
import { texts } from '../../languages/texts.ts'
import { Damage } from './damage.tsx'
import { useDiskPlace } from './disk-place.ts'
import { findingWords } from './finding-words.ts'
import type { AtStart } from './next-start.ts'
import { nextStart } from './next-start.ts'
import styles from './segments.module.css'

interface CheckPanelProps extends CheckScope {
  /** Null: what the next start does is not known for all that is checked. */
  readonly start: AtStart | null
}

type Check =
  | { readonly phase: 'idle' }
  | { readonly phase: 'running' | 'done' | 'stopped'; readonly progress: CheckProgress | null }
  | { readonly phase: 'failed'; readonly error: unknown }

/** Checks every batch and every index, and tells what is wrong with them and what Kafka does about it. */
export function CheckPanel({ start, ...scope }: CheckPanelProps): ReactNode {
  const { check, begin, stop } = useCheck(scope)
  const { check: words } = texts.segments
  const progress = check.phase === 'idle' || check.phase === 'failed' ? null : check.progress
  return (
    <div className={styles.fill}>
      <Toolbar>
        {check.phase === 'running' ? (
          <Button icon={<IconPlayerStop size={14} />} onClick={stop}>
            {words.stop}
          </Button>
        ) : (
          <Button tone="primary" icon={<IconPlayerPlay size={14} />} onClick={begin}>
            {check.phase === 'idle' ? words.begin : words.again}
          </Button>
        )}
        {progress && <Figures progress={progress} />}
        <Spacer />
        {progress && <Verdict check={check} progress={progress} />}
      </Toolbar>
      {check.phase === 'running' && (
        <div className={styles.progress}>
          <ProgressBar
            label={words.progress}
            part={progress === null || progress.totalBytes === 0 ? null : progress.checkedBytes / progress.totalBytes}
          />
          <Dim>{progress?.current ?? ''}</Dim>
        </div>
      )}
      {check.phase === 'failed' && <ErrorView problem={problemOf(check.error, words.failed)} />}
      {check.phase === 'idle' && <EmptyState title={words.idle}>{words.idleWhat}</EmptyState>}
      {progress && <Findings progress={progress} isRunning={check.phase === 'running'} start={start} />}
    </div>
  )
}

function useCheck(scope: CheckScope): { check: Check; begin: () => void; stop: () => void } {
  const [check, setCheck] = useState<Check>({ phase: 'idle' })
  const running = useRef<AbortController | null>(null)
  useEffect(() => () => running.current?.abort(), [])
  const begin = (): void => {
    running.current?.abort()
    const controller = new AbortController()
    running.current = controller
    setCheck({ phase: 'running', progress: null })
    const onProgress = (progress: CheckProgress): void => {
      if (!controller.signal.aborted) setCheck({ phase: progress.isDone ? 'done' : 'running', progress })
    }
    followCheck(scope, { onProgress, signal: controller.signal }).catch((error: unknown) => {
      if (!controller.signal.aborted) setCheck({ phase: 'failed', error })
    })
  }
  const stop = (): void => {
    running.current?.abort()
    setCheck((before) => (before.phase === 'running' ? { phase: 'stopped', progress: before.progress } : before))
  }
  return { check, begin, stop }
}

function Figures({ progress }: { progress: CheckProgress }): ReactNode {
  const { checkedBytes, totalBytes, batchCount, entryCount, elapsedMs } = progress
  const speed = elapsedMs < 1 ? 0 : checkedBytes / (elapsedMs / 1000)
  return (
    <Dim>
      {texts.segments.check.figures({
        checked: formatBytes(checkedBytes),
        total: formatBytes(totalBytes),
        batches: formatCount(batchCount),
        entries: formatCount(entryCount),
        speed: formatBytes(speed),
      })}
    </Dim>
  )
}

function Verdict({ check, progress }: { check: Check; progress: CheckProgress }): ReactNode {
  const { verdicts } = texts.segments.check
  if (progress.findingCount > 0) return <Badge tone="bad">{verdicts.findings(progress.findingCount)}</Badge>
  if (check.phase === 'done') return <Badge tone="ok">{verdicts.sound}</Badge>
  return check.phase === 'stopped' ? <Badge tone="warn">{verdicts.stopped}</Badge> : null
}

interface FindingsProps {
  readonly progress: CheckProgress
  readonly isRunning: boolean
  readonly start: AtStart | null
}

function Findings({ progress, isRunning, start }: FindingsProps): ReactNode {
  const [chosen, setChosen] = useState<number | null>(null)
  const { check: words } = texts.segments
  const rows = progress.findings.map((finding, number) => ({ finding, number }))
  if (rows.length === 0) {
    return isRunning ? null : <EmptyState title={words.nothingFound}>{words.nothingFoundWhat}</EmptyState>
  }
  const shown = rows[chosen ?? 0]?.finding
  return (
    <>
      {shown && <Explained finding={shown} start={start} />}
      <DataTable
        label={words.findings}
        rows={rows}
        columns={findingColumns()}
        rowKey={({ number }) => String(number)}
        selectedKey={String(chosen ?? 0)}
        onSelect={({ number }) => setChosen(number)}
        rowHeight={30}
        minWidth={620}
      />
    </>
  )
}

function Explained({ finding, start }: { finding: Finding; start: AtStart | null }): ReactNode {
  const { go } = useDiskPlace()
  const { what, why } = findingWords(finding)
  const next = nextStart(finding, start)
  const logName = finding.fileName.replace(/\.(?:index|timeindex|txnindex)$/, '.log')
  return (
    <Damage what={what} help={next ?? undefined}>
      {why}{' '}
      {finding.position !== null && (
        <Button
          size="small"
          tone="quiet"
          onClick={() =>
            go({
              ...(finding.folder !== '' && { folder: finding.folder }),
              file: logName,
              at: finding.position ?? 0,
            })
          }
        >
          {texts.segments.check.show}
        </Button>
      )}
    </Damage>
  )
}

function findingColumns(): readonly Column<{ readonly finding: Finding; readonly number: number }>[] {
  const { columns } = texts.segments.check
  return [
    {
      id: 'what',
      header: columns.what,
      width: 'minmax(200px, 2fr)',
      cell: ({ finding }) => <OneLine>{findingWords(finding).what}</OneLine>,
    },
    {
      id: 'file',
      header: columns.file,
      width: 'minmax(200px, 1.6fr)',
      cell: ({ finding: { folder, fileName } }) => (
        <OneLine text={`${folder}/${fileName}`}>
          <Mono>{folder === '' ? fileName : `${folder}/${fileName}`}</Mono>
        </OneLine>
      ),
    },
    {
      id: 'position',
      header: columns.position,
      width: '110px',
      align: 'end',
      cell: ({ finding }) => finding.position ?? '–',
    },
    {
      id: 'offset',
      header: columns.offset,
      width: '110px',
      align: 'end',
      cell: ({ finding }) => (finding.offset === null ? '–' : String(finding.offset)),
    },
  ]
}
