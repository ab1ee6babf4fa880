import type { ReactNode } from 'react'
import type { DataDirectory } from '../../api/data-directories.ts'
import { problemOf } from '../../api/problem.ts'
import { Button } from '../../components/button.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { TextField } from '../../components/fields.tsx'
import { Row, Stack } from '../../components/layout.tsx'
import { Dim, Mono } from '../../components/text.tsx'
import { formatBytes } from '../../formatting/bytes.ts'
import type { Backup } from './backup.ts'
import styles from './data-directory-page.module.css'

/** Where a backup goes, how far it is, and where it is when it is done. */
export function BackupFields({ directory, backup }: { directory: DataDirectory; backup: Backup }): ReactNode {
  const { target, setTarget, progress, finishedAs, isRunning, error, start, stop } = backup
  if (finishedAs !== null) {
    return (
      <div role="status">
        The backup is whole: <Mono>{finishedAs}</Mono>
      </div>
    )
  }
  return (
    <Stack gap={8}>
      <TextField
        label="Backup to"
        description={`A copy of ${formatBytes(directory.allocatedBytes)}; holes in index files are kept.`}
        isMonospace
        value={target}
        onChange={setTarget}
        isDisabled={isRunning}
      />
      {error !== null && <ErrorView problem={problemOf(error, 'No backup was made.')} />}
      {isRunning ? (
        <Stack gap={6}>
          <progress
            className={styles.progress}
            aria-label="Backup"
            max={1}
            value={
              progress && progress.totalBytes > 0n ? Number(progress.copiedBytes) / Number(progress.totalBytes) : 0
            }
          />
          <Row>
            <Dim>
              {progress
                ? `${formatBytes(progress.copiedBytes)} of ${formatBytes(progress.totalBytes)}`
                : 'Looking at the files'}
            </Dim>
            <Button size="small" onClick={stop}>
              Stop the backup
            </Button>
          </Row>
        </Stack>
      ) : (
        <div>
          <Button tone="primary" isDisabled={target.trim() === ''} onClick={start}>
            Back up first
          </Button>
        </div>
      )}
    </Stack>
  )
}
