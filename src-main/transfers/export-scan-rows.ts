import { open, rename } from 'node:fs/promises'
import type { ScanVerdict } from '../api/messages.ts'
import type { ExportEvent, TransferFormat } from '../api/transfers.ts'
import { readRecordAt } from '../kafka/partition-reader.ts'
import type { WholeRows } from '../scans/scan-desk.ts'
import { fileHead, recordLine } from './record-lines.ts'
import { texts } from '../languages/texts.ts'

export interface ExportScanRowsOrder {
  readonly scanId: string
  readonly from: number
  readonly count: number
  readonly path: string
  readonly format: TransferFormat
}

const rowsAtOnce = 500

/** Writes rows of an open scan to a file, in their order. What is only kept in part is read again, whole. */
export async function* exportScanRows(
  wholeRows: WholeRows,
  { path, format, from, count }: ExportScanRowsOrder,
  signal: AbortSignal,
): AsyncGenerator<ExportEvent, void, undefined> {
  const { topic, cluster } = wholeRows
  let writtenCount = 0
  let writtenBytes = 0
  let goneCount = 0
  const partPath = `${path}.part`
  const file = await open(partPath, 'w')
  try {
    await file.write(fileHead(format))
    for (let at = from; at < from + count && !signal.aborted; at += rowsAtOnce) {
      const rows = await wholeRows.rows(at, Math.min(rowsAtOnce, from + count - at))
      const lines: string[] = []
      for (const { row, content } of rows) {
        const { partition, offset, timestamp, isLogAppendTime } = row
        const place = { topic, partition, offset, timestamp, isLogAppendTime }
        const isWhole = content !== null && content.clippedFrom === null
        const whole = isWhole ? content : await readRecordAt(cluster, place).catch(() => null)
        if (whole === null) goneCount += 1
        else lines.push(recordLine({ ...place, key: whole.key, value: whole.value, headers: whole.headers }, format))
      }
      const bytes = Buffer.from(lines.join(''))
      await file.writeFile(bytes)
      writtenCount += lines.length
      writtenBytes += bytes.byteLength
      yield { type: 'progress', writtenCount, writtenBytes, scannedCount: writtenCount }
      if (rows.length === 0) break
    }
    await file.sync()
  } finally {
    await file.close()
  }
  const verdict = verdictOf({ isStopped: signal.aborted, writtenCount, goneCount })
  if (verdict.isComplete) await rename(partPath, path)
  yield { type: 'report', path: verdict.isComplete ? path : partPath, writtenCount, writtenBytes, verdict }
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
