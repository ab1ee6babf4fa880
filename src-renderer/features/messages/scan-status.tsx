import { IconChevronDown, IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { PartitionProgress, ScanStatus as Status } from '../../api/scans.ts'
import { Badge, StatusDot } from '../../components/badge.tsx'
import { Button, IconButton } from '../../components/button.tsx'
import { Hint } from '../../components/hint.tsx'
import { Spacer } from '../../components/layout.tsx'
import { Popover } from '../../components/popover.tsx'
import { formatBytes } from '../../formatting/bytes.ts'
import { formatCount, formatOffset } from '../../formatting/counts.ts'
import type { Page } from './pages.ts'
import { accountInWords, isComplete, partOf, summaryOf, verdictOf } from './scan-progress.ts'
import type { ScanState } from './scan-session.ts'
import { isLive } from './scan-session.ts'
import styles from './scan-status.module.css'
import { texts } from '../../languages/texts.ts'

export interface ScanStatusProps {
  readonly scan: ScanState
  readonly page: Page
  /** The next page is under way. */
  readonly isTurning: boolean
  readonly onContinue: () => void
  readonly onPage: (step: 1 | -1) => void
  /** What else stands in the line. */
  readonly children: ReactNode
}

/** How far the scan is, what it has found, whether that is everything, and the way on. */
export function ScanStatus({ scan, page, isTurning, onContinue, onPage, children }: ScanStatusProps): ReactNode {
  const { request, status } = scan
  const judged = verdictOf(request, status)
  const canContinue = status?.canContinue === true
  const canTurn = !isLive(request) && status !== null
  return (
    <div className={styles.status}>
      {status ? (
        <Popover width={400} trigger={<SummaryButton scan={scan} status={status} />}>
          <Details status={status} />
        </Popover>
      ) : (
        <span className={styles.summary}>{scan.phase === 'opening' && <Working text={texts.messages.reading} />}</span>
      )}
      <span role="status" className={styles.verdict}>
        {judged && (
          <Hint text={judged.detail}>
            <span>
              <Badge tone={judged.tone}>{judged.text}</Badge>
            </span>
          </Hint>
        )}
        {status && <Losses status={status} />}
      </span>
      {canContinue && judged?.tone === 'warn' && (
        <Button size="small" onClick={onContinue}>
          {texts.messages.continue}
        </Button>
      )}
      <Spacer />
      {children}
      {canTurn && (page.hasPrevious || page.hasNext || canContinue) && (
        <span className={styles.pages}>
          <IconButton
            label={texts.messages.previousPage}
            size={24}
            isDisabled={!page.hasPrevious}
            onClick={() => onPage(-1)}
          >
            <IconChevronLeft size={14} />
          </IconButton>
          <span>{pageText(page)}</span>
          <IconButton
            label={texts.messages.nextPage}
            size={24}
            isDisabled={isTurning || (!page.hasNext && !canContinue)}
            onClick={() => onPage(1)}
          >
            <IconChevronRight size={14} />
          </IconButton>
        </span>
      )}
    </div>
  )
}

function pageText({ first, count }: Page): string {
  return count === 0 ? '0' : `${formatCount(first + 1)}–${formatCount(first + count)}`
}

function Losses({ status: { droppedCount, heldBackCount, filterErrors } }: { status: Status }): ReactNode {
  const { count, sample } = filterErrors
  return (
    <>
      {droppedCount > 0 && <Badge tone="warn">{texts.messages.noLongerShown(droppedCount)}</Badge>}
      {heldBackCount > 0n && (
        <Hint text={texts.messages.whyHeldBack}>
          <span>
            <Badge tone="warn">{texts.messages.heldBack(heldBackCount)}</Badge>
          </span>
        </Hint>
      )}
      {count > 0 && (
        <Hint text={sample ? texts.messages.atRecord(sample.partition, String(sample.offset), sample.why) : ''}>
          <span>
            <Badge tone="bad">{texts.messages.filterErrorCount(count)}</Badge>
          </span>
        </Hint>
      )}
    </>
  )
}

function SummaryButton({ scan, status, ...rest }: { scan: ScanState; status: Status }): ReactNode {
  const text = summaryOf(scan.request, status)
  return (
    <button type="button" {...rest} className={styles.summary}>
      {scan.phase === 'running' ? <Working text={text} /> : text}
      <IconChevronDown size={13} aria-hidden />
    </button>
  )
}

function Working({ text }: { text: string }): ReactNode {
  return (
    <>
      <StatusDot tone="accent" isPulsing /> {text}
    </>
  )
}

function Details({ status }: { status: Status }): ReactNode {
  const { scannedBytes, scannedCount, elapsedMs, partitions } = status
  const perSecond = elapsedMs > 0 ? Math.round((Number(scannedCount) * 1000) / elapsedMs) : 0
  const account = accountInWords(status)
  return (
    <div className={styles.details}>
      <p className={styles.facts}>
        {texts.messages.pace(formatBytes(scannedBytes), (elapsedMs / 1000).toFixed(1), perSecond)}
        {account !== null && (
          <>
            <br />
            {account}
          </>
        )}
      </p>
      <ul className={styles.partitions}>
        {partitions.map((partition) => (
          <PartitionEntry key={partition.partition} progress={partition} />
        ))}
      </ul>
    </div>
  )
}

function PartitionEntry({ progress }: { progress: PartitionProgress }): ReactNode {
  const { partition, startOffset, endOffset, matchCount, problem } = progress
  const part = partOf(progress)
  return (
    <li className={styles.partition}>
      <span>{partition}</span>
      <progress
        className={styles.progress}
        value={part}
        max={1}
        aria-label={texts.messages.partitionNumber(partition)}
      />
      <span className={styles.range}>{`${formatOffset(startOffset)}–${formatOffset(endOffset)}`}</span>
      <span>{isComplete(progress) ? texts.messages.complete : `${Math.floor(part * 100)} %`}</span>
      <span className={styles.found}>{texts.messages.foundCount(matchCount)}</span>
      {problem !== null && <span className={styles.problem}>{problem}</span>}
    </li>
  )
}
