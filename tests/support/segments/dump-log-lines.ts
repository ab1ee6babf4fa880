import { basename } from 'node:path'
import type { BatchSummary, SegmentRecord } from '../../../src-main/api/segments.ts'
import { SegmentDesk } from '../../../src-main/segments/segment-desk.ts'

/** What the segment viewer knows of a file, as Apache Kafka's kafka-dump-log would print it. */
export interface DumpOptions {
  /** The log directory, the folder in it, the file. */
  readonly path: string
  readonly folder: string
  readonly fileName: string
  /** Keys and values too, as text; not those of control records. */
  readonly withData: boolean
}

const page = { from: 0, count: 1_000_000 }

/** The lines below `Dumping <file>`; JSON is left to be compared as such. */
export async function dumpLines(options: DumpOptions): Promise<string[]> {
  const { fileName } = options
  const ending = fileName.slice(fileName.lastIndexOf('.'))
  if (ending === '.log' || ending === '.checkpoint') return logLines(options)
  const contents = await new SegmentDesk().segmentFile({ ...options, page })
  switch (contents.type) {
    case 'index':
      return contents.total === 0
        ? [`${options.path}/${options.folder}/${fileName} is empty.`]
        : contents.entries.map(({ offset, position }) => `offset: ${offset} position: ${position}`)
    case 'timeindex':
      return contents.entries.map(({ timestamp, offset }) => `timestamp: ${timestamp} offset: ${offset}`)
    case 'txnindex':
      return contents.entries.map(
        ({ version, producerId, firstOffset, lastOffset, lastStableOffset }) =>
          `version: ${version} producerId: ${producerId} firstOffset: ${firstOffset} lastOffset: ${lastOffset} lastStableOffset: ${lastStableOffset}`,
      )
    case 'snapshot':
      return contents.entries.map(producerLine)
    default:
      throw new Error(`${fileName} is of no kind that kafka-dump-log prints.`)
  }
}

type Producer = Extract<Awaited<ReturnType<SegmentDesk['segmentFile']>>, { type: 'snapshot' }>['entries'][number]

function producerLine(entry: Producer): string {
  const open = entry.transactionFirstOffset
  const known = `producerId: ${entry.producerId} producerEpoch: ${entry.producerEpoch} coordinatorEpoch: ${entry.coordinatorEpoch} currentTxnFirstOffset: ${optional(open)} lastTimestamp: ${entry.lastTimestamp}`
  if (entry.lastOffset < 0n) return known
  return `${known} firstSequence: ${entry.firstSequence} lastSequence: ${entry.lastSequence} lastOffset: ${entry.lastOffset} offsetDelta: ${entry.offsetDelta} timestamp: ${entry.lastTimestamp}`
}

function optional(value: bigint | null): string {
  return value === null ? 'OptionalLong.empty' : `OptionalLong[${value}]`
}

async function logLines(options: DumpOptions): Promise<string[]> {
  const { fileName } = options
  const desk = new SegmentDesk()
  const lines = [firstLine(fileName)]
  const stop = new AbortController()
  let surveyId = ''
  for await (const event of desk.surveySegment(options, stop.signal)) {
    if (event.type === 'opened') surveyId = event.surveyId
    if (event.type !== 'status' || !event.status.isDone) continue
    const { batches } = await desk.segmentBatches({ surveyId, from: 0, count: event.status.batchCount })
    for (const batch of batches) {
      lines.push(batchLine(batch))
      const { records } = await desk.segmentRecords({ ...options, position: batch.position })
      for (const record of records) lines.push(recordLine(batch, record, options))
    }
    const { damage } = event.status
    if (damage !== null) lines.push(`Found ${damage.leftBytes} invalid bytes at the end of ${fileName}`)
    break
  }
  return lines
}

function firstLine(fileName: string): string {
  if (fileName.endsWith('.log')) return `Log starting offset: ${BigInt(basename(fileName, '.log'))}`
  const [, end, epoch] = /^(\d{20})-(\d{10})\.checkpoint$/.exec(fileName) ?? []
  if (end === undefined) return 'KRaft bootstrap snapshot'
  return `Snapshot end offset: ${BigInt(end)}, epoch: ${Number(epoch)}`
}

const timestampTypes = {
  'create-time': 'CreateTime',
  'log-append-time': 'LogAppendTime',
  none: 'NoTimestampType',
} as const

function batchLine(batch: BatchSummary): string {
  const { timestampType, maxTimestamp, magic, position, sizeBytes, compression, crc, isCrcOk } = batch
  const place = ` position: ${position} ${timestampTypes[timestampType]}: ${maxTimestamp} size: ${sizeBytes} magic: ${magic} compresscodec: ${compression} crc: ${crc} isvalid: ${isCrcOk}`
  if (magic < 2) return `offset: ${batch.lastOffset}${place}`
  const { baseOffset, lastOffset, recordCount, baseSequence, lastSequence, producerId, producerEpoch } = batch
  const { leaderEpoch, isTransactional, isControl, deleteHorizonMs } = batch
  return `baseOffset: ${baseOffset} lastOffset: ${lastOffset} count: ${recordCount} baseSequence: ${baseSequence} lastSequence: ${lastSequence} producerId: ${producerId} producerEpoch: ${producerEpoch} partitionLeaderEpoch: ${leaderEpoch} isTransactional: ${isTransactional} isControl: ${isControl} deleteHorizonMs: ${optional(deleteHorizonMs)}${place}`
}

/** What Kafka writes before the JSON of a control record. */
const controls: Readonly<Record<string, string>> = {
  LEADER_CHANGE: 'LeaderChange:',
  SNAPSHOT_HEADER: 'SnapshotHeader',
  SNAPSHOT_FOOTER: 'SnapshotFooter',
  KRAFT_VERSION: 'KRaftVersion',
  KRAFT_VOTERS: 'KRaftVoters',
}

function recordLine(batch: BatchSummary, record: SegmentRecord, { withData }: DumpOptions): string {
  const { offset, timestamp, keyBytes, valueBytes, sequence, headers, decoded } = record
  const keys = headers.map(({ key }) => key).join(',')
  const known = `| offset: ${offset} ${timestampTypes[batch.timestampType]}: ${timestamp} keySize: ${keyBytes} valueSize: ${valueBytes}`
  const line = batch.magic < 2 ? known : `${known} sequence: ${sequence} headerKeys: [${keys}]`
  if (batch.isControl) {
    const type = decoded?.type ?? ''
    const isMarker = type === 'ABORT' || type === 'COMMIT'
    const fields = JSON.parse(decoded?.json ?? '{}') as { coordinatorEpoch?: number }
    if (isMarker) return `${line} endTxnMarker: ${type} coordinatorEpoch: ${fields.coordinatorEpoch}`
    return `${line} ${controls[type]} ${decoded?.json ?? ''}`
  }
  if (decoded !== null) {
    const { type, version, json } = decoded
    return `${line} payload: {"type":${JSON.stringify(type)},"version":${version},"data":${json}}`
  }
  if (!withData) return line
  const key = record.key === null ? '' : ` key: ${record.key}`
  return `${line}${key}${record.value === null ? '' : ` payload: ${record.value}`}`
}
