import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { queries } from '../../../api/client.ts'
import { problemOf } from '../../../api/problem.ts'
import type { ScanRequest } from '../../../api/scans.ts'
import type { ExportEvent, Job, TransferFormat } from '../../../api/transfers.ts'
import { exportMatches, exportRowsOf, useJob } from '../../../api/transfers.ts'
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
import { formatCountOf } from '../../../formatting/counts.ts'
import styles from './transfers.module.css'
import type { ScanAtHand } from './scan-at-hand.ts'
import { bounded, wholeTopic } from './scan-at-hand.ts'

export interface ExportDialogProps extends ScanAtHand {
  readonly onClose: () => void
}

type Extent = 'rows' | 'found' | 'topic'

const FORMATS = [
  { value: 'jsonl', label: 'JSON Lines' },
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
  const path = written ?? suggested?.path ?? ''
  const isRunning = job.phase === 'running'
  const start = (): void => void job.start(streamOf(props, extent, { path: path.trim(), format }))
  return (
    <Dialog
      title={`Export ${topic}`}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Spacer />
          {isRunning ? (
            <Button onClick={job.stop}>Stop</Button>
          ) : (
            <Button tone="primary" isDisabled={path.trim() === ''} onClick={start}>
              Export
            </Button>
          )}
        </>
      }
    >
      <Stack gap={14}>
        <FieldGrid>
          <SelectField label="What" value={extent} options={extents} onChange={setExtent} isDisabled={isRunning} />
          <SelectField
            label="Format"
            value={format}
            options={FORMATS}
            isDisabled={isRunning}
            onChange={(chosen) => {
              setFormat(chosen)
              setWritten(null)
            }}
          />
        </FieldGrid>
        <TextField
          label="File"
          description="On the machine that Brokkr runs on. A file of that name is replaced when the export is complete."
          isMonospace
          value={path}
          onChange={setWritten}
          isDisabled={isRunning}
        />
        <p className={styles.help}>
          Bytes that are text are written as text, all others as base64: what is imported again is the same, byte for
          byte.
        </p>
        <Outcome job={job} total={extent === 'rows' ? props.page.count : null} />
      </Stack>
    </Dialog>
  )
}

function extentsOf({ page, request, isTail }: ScanAtHand): { value: Extent; label: string }[] {
  return [
    ...(page.count > 0 ? [{ value: 'rows' as const, label: `The ${formatCountOf(page.count, 'row')} shown` }] : []),
    ...(request && !isTail
      ? [{ value: 'found' as const, label: request.filter ? 'All that the filter finds' : 'All that the bar asks for' }]
      : []),
    { value: 'topic' as const, label: 'The whole topic' },
  ]
}

function streamOf(at: ScanAtHand, extent: Extent, to: { path: string; format: TransferFormat }) {
  const { scanId, page, request } = at
  if (extent === 'rows' && scanId !== null) return exportRowsOf({ scanId, from: page.first, count: page.count }, to)
  const asked: ScanRequest = extent === 'found' && request ? bounded(request) : wholeTopic(at)
  return exportMatches(asked, to)
}

function Outcome({ job, total }: { job: Job<ExportEvent>; total: number | null }): ReactNode {
  const { phase, progress, report, error } = job
  if (phase === 'idle') return null
  if (phase === 'failed') return <ErrorView problem={problemOf(error, 'The export was not written.')} />
  const counts = report ?? progress
  const figures = counts && `${formatCountOf(counts.writtenCount, 'message')}, ${formatBytes(counts.writtenBytes)}`
  if (report) {
    const { verdict, path } = report
    return (
      <div className={styles.outcome} role="status" aria-label="Export">
        <div className={styles.headline} data-tone={verdict.isComplete ? 'ok' : 'warn'}>
          {verdict.isComplete ? `Complete: ${figures} written` : `Incomplete: ${figures} written`}
        </div>
        {!verdict.isComplete && <div>{verdict.explanation}</div>}
        <Row gap={4} isOneLine>
          <Mono>{path}</Mono>
          <CopyButton text={path} label="Copy the path" />
        </Row>
      </div>
    )
  }
  return (
    <div className={styles.outcome} role="status" aria-label="Export">
      <ProgressBar label="Progress of the export" part={total && counts ? counts.writtenCount / total : null} />
      <div>{figures ?? 'Beginning…'}</div>
    </div>
  )
}
