import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { queries } from '../../../api/client.ts'
import { problemOf } from '../../../api/problem.ts'
import type { ScanRequest } from '../../../api/scans.ts'
import type { ExportEvent, Job, TransferFormat } from '../../../api/transfers.ts'
import { beginDownload, exportMatches, exportRowsOf, useJob } from '../../../api/transfers.ts'
import { Button } from '../../../components/button.tsx'
import { CopyButton } from '../../../components/copy-button.tsx'
import { Dialog } from '../../../components/dialog.tsx'
import { ErrorView } from '../../../components/error-view.tsx'
import { FieldGrid } from '../../../components/field-grid.tsx'
import { SelectField, TextField } from '../../../components/fields.tsx'
import { Row, Spacer, Stack } from '../../../components/layout.tsx'
import { ProgressBar } from '../../../components/progress-bar.tsx'
import { Mono } from '../../../components/text.tsx'
import { formatBytes } from '../../../formatting/bytes.ts'
import styles from './transfers.module.css'
import type { ScanAtHand } from './scan-at-hand.ts'
import { bounded, wholeTopic } from './scan-at-hand.ts'
import { texts } from '../../../languages/texts.ts'

export interface ExportDialogProps extends ScanAtHand {
  readonly onClose: () => void
}

type Extent = 'rows' | 'found' | 'topic'

const formats = () =>
  [
    { value: 'jsonl', label: texts.transfers.jsonLines },
    { value: 'csv', label: 'CSV' },
  ] as const

/** Writes messages to a file, byte for byte: it can be imported again, and nothing is lost. */
export function ExportDialog(props: ExportDialogProps): ReactNode {
  const { topic, onClose } = props
  const extents = extentsOf(props)
  const [extent, setExtent] = useState<Extent>(extents[0]?.value ?? 'topic')
  const [format, setFormat] = useState<TransferFormat>('jsonl')
  const [written, setWritten] = useState<string | null>(null)
  const job = useJob<ExportEvent>()
  const { data: suggested } = useQuery(
    queries.transfers.suggestedPath.queryOptions({ input: { topic, format }, placeholderData: keepPreviousData }),
  )
  const { data: application } = useQuery(queries.application.describe.queryOptions())
  const isDownload = application?.host !== 'desktop'
  const path = written ?? suggested?.path ?? ''
  const isRunning = job.phase === 'running'
  const start = (): void => {
    const to = { path: isDownload ? null : path.trim(), format }
    void job.start(streamOf(props, extent, to), isDownload ? beginDownload : undefined)
  }
  return (
    <Dialog
      title={texts.transfers.exportOf(topic)}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Spacer />
          {isRunning ? (
            <Button onClick={job.stop}>{texts.transfers.stop}</Button>
          ) : (
            <Button tone="primary" isDisabled={!isDownload && path.trim() === ''} onClick={start}>
              {texts.transfers.export}
            </Button>
          )}
        </>
      }
    >
      <Stack gap={14}>
        <FieldGrid>
          <SelectField
            label={texts.transfers.what}
            value={extent}
            options={extents}
            onChange={setExtent}
            isDisabled={isRunning}
          />
          <SelectField
            label={texts.transfers.format}
            value={format}
            options={formats()}
            isDisabled={isRunning}
            onChange={(chosen) => {
              setFormat(chosen)
              setWritten(null)
            }}
          />
        </FieldGrid>
        <Destination path={isDownload ? null : path} onChange={setWritten} isDisabled={isRunning} />
        <Outcome job={job} total={extent === 'rows' ? props.page.count : null} />
      </Stack>
    </Dialog>
  )
}

interface DestinationProps {
  /** Null: the downloads of the browser. */
  readonly path: string | null
  readonly onChange: (path: string) => void
  readonly isDisabled: boolean
}

function Destination({ path, onChange, isDisabled }: DestinationProps): ReactNode {
  const words = texts.transfers
  return (
    <>
      {path !== null && (
        <TextField
          label={words.file}
          description={words.onTheMachineThat}
          isMonospace
          value={path}
          onChange={onChange}
          isDisabled={isDisabled}
        />
      )}
      <p className={styles.help}>
        {path === null && `${words.goesToDownloads} `}
        {words.bytesThatAreText}
      </p>
    </>
  )
}

function extentsOf({ page, request, isTail }: ScanAtHand): { value: Extent; label: string }[] {
  return [
    ...(page.count > 0 ? [{ value: 'rows' as const, label: texts.transfers.rowsShown(page.count) }] : []),
    ...(request && !isTail
      ? [
          {
            value: 'found' as const,
            label: request.filter ? texts.transfers.allThatTheFilter : texts.transfers.allThatTheBar,
          },
        ]
      : []),
    { value: 'topic' as const, label: texts.transfers.theWholeTopic },
  ]
}

function streamOf(at: ScanAtHand, extent: Extent, to: { path: string | null; format: TransferFormat }) {
  const { scanId, topic, page, request } = at
  if (extent === 'rows' && scanId !== null) {
    return exportRowsOf({ scanId, topic, from: page.first, count: page.count }, to)
  }
  const asked: ScanRequest = extent === 'found' && request ? bounded(request) : wholeTopic(at)
  return exportMatches(asked, to)
}

function Outcome({ job, total }: { job: Job<ExportEvent>; total: number | null }): ReactNode {
  const { phase, progress, report, error } = job
  if (phase === 'idle') return null
  if (phase === 'failed') return <ErrorView problem={problemOf(error, texts.transfers.theExportWasNot)} />
  const counts = report ?? progress
  const figures = counts && texts.transfers.messagesOfSize(counts.writtenCount, formatBytes(counts.writtenBytes))
  if (report) {
    const { verdict, path } = report
    return (
      <div className={styles.outcome} role="status" aria-label={texts.transfers.export}>
        <div className={styles.headline} data-tone={verdict.isComplete ? 'ok' : 'warn'}>
          {(verdict.isComplete ? texts.transfers.completeWith : texts.transfers.incompleteWith)(figures ?? '')}
        </div>
        {!verdict.isComplete && <div>{verdict.explanation}</div>}
        {path !== null && (
          <Row gap={4} isOneLine>
            <Mono>{path}</Mono>
            <CopyButton text={path} label={texts.transfers.copyThePath} />
          </Row>
        )}
      </div>
    )
  }
  return (
    <div className={styles.outcome} role="status" aria-label={texts.transfers.export}>
      <ProgressBar
        label={texts.transfers.progressOfTheExport}
        part={total && counts ? counts.writtenCount / total : null}
      />
      <div>{figures ?? texts.transfers.beginning}</div>
    </div>
  )
}
