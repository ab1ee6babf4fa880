import type { Disk } from '../../broker/environment/disk.ts'
import { parseDirectoryName } from '../../broker/log/directory-name.ts'
import { parseSegmentFile } from '../../broker/log/segment-files.ts'
import { batchOverheadBytes, BatchView } from '../../broker/records/batch-view.ts'
import { SimulationFailure } from './partition-model.ts'
import { dataDirectory } from './simulated-broker.ts'

const metadataDirectory = '__cluster_metadata-0'

export interface DirectoryState {
  readonly cutPower: boolean
  /** Whose directories may have been set aside. */
  readonly strayTopics: ReadonlySet<string>
}

/** What Apache Kafka asks of a directory before it opens it, whatever has happened to the last process. */
export function checkDirectory(disk: Disk, { cutPower, strayTopics }: DirectoryState): void {
  if (!disk.exists(dataDirectory)) return
  const recoveryPoints = checkpoint(disk, 'recovery-point-offset-checkpoint')
  checkpoint(disk, 'log-start-offset-checkpoint')
  checkpoint(disk, 'replication-offset-checkpoint')
  checkpoint(disk, 'cleaner-offset-checkpoint')
  const marker = text(disk, `${dataDirectory}/.kafka_cleanshutdown`)
  if (marker !== null && !/^\{"version":0,"brokerEpoch":\d+\}$/.test(marker)) fail(`the clean marker says ${marker}`)
  for (const { name, kind } of disk.list(dataDirectory)) {
    if (kind !== 'directory') continue
    const parsed = parseDirectoryName(name)
    if (parsed === null) fail(`${name} is not the directory of a partition`)
    if (parsed?.suffix === 'stray' && !strayTopics.has(parsed.topic)) fail(`${name} was set aside`)
    if (name === metadataDirectory || parsed?.suffix !== null) continue
    checkPartition(disk, name, { cutPower, recoveryPoint: marker === null ? null : (recoveryPoints.get(name) ?? null) })
    if (marker !== null && !recoveryPoints.has(name)) fail(`${name} has no recovery point beside a clean marker`)
  }
}

function checkPartition(
  disk: Disk,
  name: string,
  { cutPower, recoveryPoint }: { readonly cutPower: boolean; readonly recoveryPoint: bigint | null },
): void {
  const directory = `${dataDirectory}/${name}`
  const isClean = recoveryPoint !== null
  const topicId = text(disk, `${directory}/partition.metadata`)
  // Apache Kafka makes a missing file anew, but does not forgive an unreadable one. What was not synced a power cut may have emptied.
  const isReadable = topicId === null || /^version: 0\ntopic_id: [A-Za-z0-9_-]{22}$/.test(topicId)
  if (!isReadable && !cutPower) fail(`${name}/partition.metadata says "${topicId}"`)
  const epochs = text(disk, `${directory}/leader-epoch-checkpoint`)
  const areEpochsReadable = epochs === null || isEpochCheckpoint(epochs) || cutPower
  if (!areEpochsReadable) {
    fail(`${name}/leader-epoch-checkpoint says "${epochs}"`)
  }
  if (!isClean) return
  if (topicId === null) fail(`${name} has no partition.metadata beside a clean marker`)
  let end = -1n
  for (const file of disk.list(directory)) {
    const parsed = parseSegmentFile(file.name)
    if (parsed?.kind !== 'log' || parsed.suffix !== '') continue
    if (parsed.offset < end) fail(`${name}/${file.name} begins before ${end}`)
    end = checkSegment(disk, `${directory}/${file.name}`, parsed.offset)
  }
  if (end === recoveryPoint) return
  fail(`${name} ends at ${end}, but its recovery point beside a clean marker is ${recoveryPoint}`)
}

/** Gives the offset behind the last batch. */
function checkSegment(disk: Disk, path: string, baseOffset: bigint): bigint {
  const bytes = Buffer.from(disk.readFile(path))
  const batches = new Map<number, BatchView>()
  let end = baseOffset
  let at = 0
  while (at + batchOverheadBytes <= bytes.length) {
    const batch = new BatchView(bytes, at)
    if (at + batch.sizeInBytes > bytes.length || !batch.isCrcValid()) break
    if (batch.baseOffset < end) fail(`${path} goes back to offset ${batch.baseOffset} at ${at}`)
    batches.set(at, batch)
    end = batch.nextOffset
    at += batch.sizeInBytes
  }
  if (at !== bytes.length) fail(`${path} has ${bytes.length} bytes, but sound batches only up to ${at}`)
  const stem = path.slice(0, -'.log'.length)
  checkOffsetIndex(disk, `${stem}.index`, { baseOffset, batches })
  checkTimeIndex(disk, `${stem}.timeindex`, { baseOffset, batches })
  return end
}

interface SegmentContents {
  readonly baseOffset: bigint
  readonly batches: ReadonlyMap<number, BatchView>
}

function checkOffsetIndex(disk: Disk, path: string, { baseOffset, batches }: SegmentContents): void {
  const bytes = entries(disk, path, 8)
  let last = { offset: -1, position: -1 }
  for (let at = 0; at < bytes.length; at += 8) {
    const entry = { offset: bytes.readInt32BE(at), position: bytes.readInt32BE(at + 4) }
    if (entry.offset <= last.offset || entry.position <= last.position) fail(`${path} does not grow at ${at}`)
    if (batches.get(entry.position)?.lastOffset !== baseOffset + BigInt(entry.offset)) {
      fail(`${path} says that a batch which ends at ${entry.offset} lies at ${entry.position}: that is not true`)
    }
    last = entry
  }
}

function checkTimeIndex(disk: Disk, path: string, { baseOffset, batches }: SegmentContents): void {
  const bytes = entries(disk, path, 12)
  const all = [...batches.values()]
  let last = { timestamp: -1n, offset: -1 }
  for (let at = 0; at < bytes.length; at += 12) {
    const entry = { timestamp: bytes.readBigInt64BE(at), offset: bytes.readInt32BE(at + 8) }
    if (entry.timestamp <= last.timestamp || entry.offset < last.offset) fail(`${path} does not grow at ${at}`)
    const batch = all.find(({ lastOffset }) => lastOffset === baseOffset + BigInt(entry.offset))
    if (batch?.maxTimestamp !== entry.timestamp) fail(`${path} says ${entry.timestamp} of offset ${entry.offset}`)
    last = entry
  }
  const largest = all.reduce((max, { maxTimestamp }) => (maxTimestamp > max ? maxTimestamp : max), -1n)
  if (largest !== last.timestamp) fail(`${path} ends at time ${last.timestamp}, its segment at ${largest}`)
}

function entries(disk: Disk, path: string, entryBytes: number): Buffer {
  if (!disk.exists(path)) fail(`${path} is missing beside a clean marker`)
  const bytes = Buffer.from(disk.readFile(path))
  if (bytes.length % entryBytes !== 0) fail(`${path} has ${bytes.length} bytes, no whole entries`)
  return bytes
}

/** A checkpoint is replaced atomically: it is missing or whole. */
function checkpoint(disk: Disk, name: string): Map<string, bigint> {
  const contents = text(disk, `${dataDirectory}/${name}`)
  if (contents === null) return new Map()
  const [version, count, ...lines] = contents.split('\n')
  const parsed = lines.map((line) => /^(\S+) (\d+) (\d+)$/.exec(line)).filter((match) => match !== null)
  if (version !== '0' || lines.pop() !== '' || parsed.length !== Number(count)) fail(`${name} says "${contents}"`)
  return new Map(parsed.map(([, topic, partition, offset]) => [`${topic}-${partition}`, BigInt(offset ?? -1)]))
}

/** An empty file, or the beginning of one without entries, counts as one without entries. */
function isEpochCheckpoint(contents: string): boolean {
  if ('0\n0\n'.startsWith(contents)) return true
  const [version, count, ...lines] = contents.split('\n')
  const isWhole = lines.pop() === '' && lines.every((line) => /^\d+ \d+$/.test(line))
  return version === '0' && isWhole && lines.length === Number(count)
}

function text(disk: Disk, path: string): string | null {
  return disk.exists(path) ? Buffer.from(disk.readFile(path)).toString('latin1') : null
}

function fail(what: string): never {
  throw new SimulationFailure(`Apache Kafka would not take the directory: ${what}`)
}
