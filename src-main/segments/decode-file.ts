import { basename } from 'node:path'
import { parseJavaProperties } from '../../broker/bytes/java-properties.ts'
import { NodeDisk } from '../../broker/environment/node-disk.ts'
import { firstSequenceOf, lastSequenceOf } from '../../broker/log/producer-entry.ts'
import { decodeProducerSnapshot } from '../../broker/log/producer-snapshot.ts'
import { nameOfFile } from '../api/file-names.ts'
import type { FileContents } from '../api/segment-contents.ts'
import { texts } from '../languages/texts.ts'
import { IndexBytes, offsetEntryBytes, timeEntryBytes, transactionEntryBytes } from './index-file.ts'

/** Which entries of a file are wanted. */
export interface Page {
  readonly from: number
  readonly count: number
}

const shownBytes = 4096
/** Text files of Kafka are small; what is larger is none. */
const longestText = 64 * 1024 * 1024

/** What a file says that holds no batches. @throws DiskError */
export function decodeFile(path: string, page: Page): FileContents {
  const disk = new NodeDisk()
  const { kind, baseOffset } = nameOfFile(basename(path))
  const base = baseOffset ?? 0n
  switch (kind) {
    case 'index':
    case 'timeindex':
    case 'txnindex':
      return decodeIndex(path, kind, { page, base })
    case 'snapshot':
      return decodeSnapshot(disk.readFile(path), page)
    default: {
      const size = disk.status(path)?.size ?? 0
      if (size === 0) return { type: 'empty' }
      const bytes = size > longestText ? new Uint8Array(0) : disk.readFile(path)
      return decodeText(kind, Buffer.from(bytes).toString('utf8'), page) ?? hexOf(bytes, size)
    }
  }
}

function hexOf(bytes: Uint8Array, sizeBytes: number): FileContents {
  return { type: 'bytes', hex: Buffer.from(bytes.subarray(0, shownBytes)).toString('hex'), sizeBytes }
}

interface IndexPage {
  readonly page: Page
  readonly base: bigint
}

function decodeIndex(path: string, kind: 'index' | 'timeindex' | 'txnindex', { page, base }: IndexPage): FileContents {
  const entryBytes = { index: offsetEntryBytes, timeindex: timeEntryBytes, txnindex: transactionEntryBytes }[kind]
  const index = IndexBytes.read(path, entryBytes) ?? new IndexBytes(Buffer.alloc(0), entryBytes)
  const rest = index.sizeBytes % entryBytes
  const problem = rest === 0 ? null : texts.segments.contents.leftOver(index.sizeBytes, entryBytes, rest)
  const { from, total } = { from: page.from, total: index.count }
  const numbers = range(page, total)
  const { reservedBytes } = index
  if (kind === 'index') {
    const entries = numbers.map((entry) => index.offsetEntry(entry, base))
    return { type: kind, from, total, reservedBytes, entries, problem }
  }
  if (kind === 'timeindex') {
    const entries = numbers.map((entry) => index.timeEntry(entry, base))
    return { type: kind, from, total, reservedBytes, entries, problem }
  }
  return { type: kind, from, total, entries: numbers.map((entry) => index.transactionEntry(entry)), problem }
}

function range({ from, count }: Page, total: number): number[] {
  return Array.from({ length: Math.max(0, Math.min(count, total - from)) }, (_each, index) => from + index)
}

function decodeSnapshot(bytes: Uint8Array, page: Page): FileContents {
  const producers = decodeProducerSnapshot(bytes)
  if (producers === null) {
    const problem = texts.segments.contents.snapshot
    return { type: 'snapshot', from: 0, total: 0, entries: [], problem }
  }
  const entries = producers.slice(page.from, page.from + page.count).map((entry) => {
    const last = entry.batches.at(-1)
    return {
      producerId: entry.producerId,
      producerEpoch: entry.producerEpoch,
      lastSequence: lastSequenceOf(entry),
      firstSequence: last === undefined ? -1 : firstSequenceOf(last),
      lastOffset: last?.lastOffset ?? -1n,
      offsetDelta: last === undefined ? 0 : last.offsetDelta,
      lastTimestamp: entry.lastTimestamp,
      coordinatorEpoch: entry.coordinatorEpoch,
      transactionFirstOffset: entry.transactionFirstOffset,
    }
  })
  return { type: 'snapshot', from: page.from, total: producers.length, entries, problem: null }
}

/** Null for what is no text that is known. */
function decodeText(kind: ReturnType<typeof nameOfFile>['kind'], text: string, page: Page): FileContents | null {
  switch (kind) {
    case 'leader-epochs':
      return decodeEpochs(text, page)
    case 'recovery-points':
    case 'log-start-offsets':
    case 'high-watermarks':
    case 'cleaner-offsets':
      return decodeCheckpoint(text, page)
    case 'meta-properties':
    case 'partition-metadata':
      return { type: 'facts', facts: factsOf(parseJavaProperties(text)), text, problem: null }
    case 'quorum-state':
    case 'clean-marker':
      return decodeJson(text)
    case 'lock':
      return { type: 'facts', facts: [], text, problem: null }
    default:
      return null
  }
}

function factsOf(entries: Iterable<readonly [string, unknown]>): { name: string; value: string }[] {
  return [...entries].map(([name, value]) => ({
    name,
    value: typeof value === 'string' ? value : JSON.stringify(value),
  }))
}

function decodeJson(text: string): FileContents {
  try {
    const parsed: unknown = JSON.parse(text)
    const facts = typeof parsed === 'object' && parsed !== null ? factsOf(Object.entries(parsed)) : []
    return { type: 'facts', facts, text, problem: null }
  } catch (error) {
    return { type: 'facts', facts: [], text, problem: error instanceof Error ? error.message : String(error) }
  }
}

interface Lines {
  readonly lines: readonly string[]
  readonly problem: string | null
}

/** Version, number of lines, and the lines: the form of every checkpoint. */
function checkpointLines(text: string): Lines {
  const [version, count, ...lines] = text.split('\n')
  const written = lines.filter((line) => line !== '')
  if (version !== '0') {
    return { lines: written, problem: texts.segments.contents.version(JSON.stringify(version ?? '')) }
  }
  if (written.length !== Number(count)) {
    return { lines: written, problem: texts.segments.contents.lineCount(count ?? '', written.length) }
  }
  return { lines: written, problem: null }
}

function decodeEpochs(text: string, { from, count }: Page): FileContents {
  const { lines, problem } = checkpointLines(text)
  const starts = lines.flatMap((line) => {
    const [, epoch, startOffset] = /^(\d+) (\d+)$/.exec(line) ?? []
    return epoch === undefined || startOffset === undefined
      ? []
      : [{ epoch: Number(epoch), startOffset: BigInt(startOffset) }]
  })
  const entries = starts.map((start, index) => ({ ...start, endOffset: starts[index + 1]?.startOffset ?? null }))
  const unread = starts.length === lines.length ? null : texts.segments.contents.noEpoch
  return {
    type: 'leader-epochs',
    from,
    total: entries.length,
    entries: entries.slice(from, from + count),
    problem: problem ?? unread,
  }
}

function decodeCheckpoint(text: string, { from, count }: Page): FileContents {
  const { lines, problem } = checkpointLines(text)
  const entries = lines.flatMap((line) => {
    const [, topic, partition, offset] = /^(\S+) (\d+) (-?\d+)$/.exec(line) ?? []
    return topic === undefined || offset === undefined
      ? []
      : [{ topic, partition: Number(partition), offset: BigInt(offset) }]
  })
  const unread = entries.length === lines.length ? null : texts.segments.contents.noOffset
  return {
    type: 'checkpoint',
    from,
    total: entries.length,
    entries: entries.slice(from, from + count),
    problem: problem ?? unread,
  }
}
