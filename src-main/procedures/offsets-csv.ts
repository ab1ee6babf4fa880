import { texts } from '../languages/texts.ts'
import { csvRow, csvRows, type CsvRow } from '../transfers/csv.ts'

/** One line of a reset plan, as `kafka-consumer-groups --export` writes it and `--from-file` reads it. */
export interface OffsetLine {
  readonly line: number
  readonly topic: string
  readonly partition: number
  readonly offset: bigint
}

export interface BadLine {
  readonly line: number
  readonly why: string
}

export interface OffsetsCsv {
  readonly offsets: readonly OffsetLine[]
  readonly badLines: readonly BadLine[]
}

const largestOffset = 9_223_372_036_854_775_807n
const largestPartition = 2_147_483_647

/**
 * Reads `topic,partition,offset` or `group,topic,partition,offset`; of the second, only the lines of `groupId` are meant, as in
 * Kafka's tool. What cannot be used is told line by line.
 */
export async function readOffsetsCsv(text: string, groupId: string): Promise<OffsetsCsv> {
  const offsets: OffsetLine[] = []
  const badLines: BadLine[] = []
  const lines = new Map<string, number>()
  for await (const row of csvRows([text.replace(/^\uFEFF/, '')])) {
    if (row.cells.every((cell) => cell.trim() === '')) continue
    const read = readRow(row, groupId)
    if (read === null) continue
    if ('why' in read) {
      badLines.push(read)
      continue
    }
    const key = `${read.partition} ${read.topic}`
    const earlier = lines.get(key)
    if (earlier === undefined) {
      lines.set(key, read.line)
      offsets.push(read)
    } else {
      const why = texts.groups.csv.twice(`${read.topic}-${read.partition}`, earlier)
      badLines.push({ line: read.line, why })
    }
  }
  return { offsets, badLines }
}

/** Null: a line of another group. */
function readRow({ line, cells }: CsvRow, groupId: string): OffsetLine | BadLine | null {
  const words = texts.groups.csv
  const trimmed = cells.map((cell) => cell.trim())
  if (trimmed.length !== 3 && trimmed.length !== 4) {
    return { line, why: words.columns(trimmed.length) }
  }
  if (trimmed.length === 4 && trimmed[0] !== groupId) return null
  const [topic = '', partition = '', offset = ''] = trimmed.slice(-3)
  if (topic === '') return { line, why: words.noTopic }
  if (!/^\d{1,10}$/.test(partition) || Number(partition) > largestPartition) {
    return { line, why: words.noPartition(partition) }
  }
  if (!/^\d{1,19}$/.test(offset) || BigInt(offset) > largestOffset) {
    return { line, why: words.noOffset(offset) }
  }
  return { line, topic, partition: Number(partition), offset: BigInt(offset) }
}

/** The same as text: without a group, and without partitions that have no offset, which the format cannot say. */
export function writeOffsetsCsv(
  offsets: readonly { readonly topic: string; readonly partition: number; readonly offset: bigint | null }[],
): string {
  return offsets
    .filter(({ offset }) => offset !== null)
    .map(({ topic, partition, offset }) => csvRow([topic, String(partition), String(offset)]).replace('\r\n', '\n'))
    .join('')
}
