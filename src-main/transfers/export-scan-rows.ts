import type { ScanVerdict } from '../api/messages.ts'
import type { TransferFormat } from '../api/transfers.ts'
import { readRecordAt } from '../kafka/partition-reader.ts'
import type { WholeRows } from '../scans/scan-desk.ts'
import { runExport, type ExportJobEvent } from './export-job.ts'
import { fileHead, recordLine } from './record-lines.ts'
import { texts } from '../languages/texts.ts'

export interface ExportScanRowsOrder {
  readonly scanId: string
  readonly from: number
  readonly count: number
  /** Null: they are handed over, piece by piece. */
  readonly path: string | null
  readonly format: TransferFormat
}

const rowsAtOnce = 500

/** Writes rows of an open scan, in their order. What is only kept in part is read again, whole. */
export function exportScanRows(
  wholeRows: WholeRows,
  { path, format, from, count }: ExportScanRowsOrder,
  signal: AbortSignal,
): AsyncGenerator<ExportJobEvent, void, undefined> {
  return runExport(path, signal, async (work) => {
    let writtenCount = 0
    let goneCount = 0
    await work.write(Buffer.from(fileHead(format)))
    for (let at = from; at < from + count && !work.signal.aborted; at += rowsAtOnce) {
      const rows = await wholeRows.rows(at, Math.min(rowsAtOnce, from + count - at))
      if (rows.length === 0) break
      const lines = await linesOf(wholeRows, rows, format)
      await work.write(Buffer.from(lines.join('')))
      writtenCount += lines.length
      goneCount += rows.length - lines.length
      await work.tell({ writtenCount, scannedCount: writtenCount })
    }
    const verdict = verdictOf({ isStopped: work.signal.aborted, writtenCount, goneCount })
    return { writtenCount, scannedCount: writtenCount, verdict }
  })
}

/** A row that was deleted meanwhile has none. */
async function linesOf(
  { topic, cluster }: WholeRows,
  rows: Awaited<ReturnType<WholeRows['rows']>>,
  format: TransferFormat,
): Promise<string[]> {
  const lines: string[] = []
  for (const { row, content } of rows) {
    const { partition, offset, timestamp, isLogAppendTime } = row
    const place = { topic, partition, offset, timestamp, isLogAppendTime }
    const isWhole = content !== null && content.clippedFrom === null
    const whole = isWhole ? content : await readRecordAt(cluster, place).catch(() => null)
    if (whole === null) continue
    lines.push(recordLine({ ...place, key: whole.key, value: whole.value, headers: whole.headers }, format))
  }
  return lines
}

interface Written {
  readonly isStopped: boolean
  readonly writtenCount: number
  readonly goneCount: number
}

function verdictOf({ isStopped, writtenCount, goneCount }: Written): ScanVerdict {
  if (isStopped) {
    return { isComplete: false, reason: 'stopped', explanation: texts.transfers.stoppedAfterRows(writtenCount) }
  }
  const explanation = goneCount === 0 ? texts.transfers.allRows(writtenCount) : texts.transfers.rowsGone(goneCount)
  return { isComplete: goneCount === 0, reason: goneCount === 0 ? 'complete' : 'failed-partition', explanation }
}
