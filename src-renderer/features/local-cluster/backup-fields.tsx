import type { ReactNode } from 'react'
import type { DataDirectory } from '../../api/data-directories.ts'
import { problemOf } from '../../api/problem.ts'
import { Button } from '../../components/button.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { TextField } from '../../components/fields.tsx'
import { Row, Stack } from '../../components/layout.tsx'
import { Dim, Mono } from '../../components/text.tsx'
import { Phrase } from '../../components/phrase.tsx'
import { formatBytes } from '../../formatting/bytes.ts'
import { texts } from '../../languages/texts.ts'
import type { Backup } from './backup.ts'
import styles from './data-directory-page.module.css'

/** Where a backup goes, how far it is, and where it is when it is done. */
export function BackupFields({ directory, backup }: { directory: DataDirectory; backup: Backup }): ReactNode {
  const { target, setTarget, progress, finishedAs, isRunning, error, start, stop } = backup
  const words = texts.localCluster.backup
  if (finishedAs !== null) {
    return (
      <div role="status">
        <Phrase parts={words.isWhole(<Mono>{finishedAs}</Mono>)} />
      </div>
    )
  }
  return (
    <Stack gap={8}>
      <TextField
        label={words.target}
        description={words.targetDetail(formatBytes(directory.allocatedBytes))}
        isMonospace
        value={target}
        onChange={setTarget}
        isDisabled={isRunning}
      />
      {error !== null && <ErrorView problem={problemOf(error, words.failed)} />}
      {isRunning ? (
        <Stack gap={6}>
          <progress
            className={styles.progress}
            aria-label={words.progress}
            max={1}
            value={
              progress && progress.totalBytes > 0n ? Number(progress.copiedBytes) / Number(progress.totalBytes) : 0
            }
          />
          <Row>
            <Dim>
              {progress
                ? words.copied(formatBytes(progress.copiedBytes), formatBytes(progress.totalBytes))
                : words.looking}
            </Dim>
            <Button size="small" onClick={stop}>
              {words.stop}
            </Button>
          </Row>
        </Stack>
      ) : (
        <div>
          <Button tone="primary" isDisabled={target.trim() === ''} onClick={start}>
            {words.start}
          </Button>
        </div>
      )}
    </Stack>
  )
}
