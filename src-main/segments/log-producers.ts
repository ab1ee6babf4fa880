import { join } from 'node:path'
import { NodeDisk } from '../../broker/environment/node-disk.ts'
import { decodeProducerSnapshot } from '../../broker/log/producer-snapshot.ts'
import { ProducerState } from '../../broker/log/producer-state.ts'
import { BatchView } from '../../broker/records/batch-view.ts'
import { CorruptBatchError } from '../../broker/records/record-errors.ts'
import type { FileOnDisk, SegmentFile } from '../api/segments.ts'
import { isDamage, LogFile } from './log-file.ts'

/** Kafka's default of `producer.id.expiration.ms`: whoever has been silent for that long is forgotten. */
const producerExpirationMs = 86_400_000
const batchesBetweenPauses = 4096

export interface ProducersPlace {
  readonly directory: string
  readonly segments: readonly SegmentFile[]
  readonly files: readonly FileOnDisk[]
}

/**
 * The producers of a partition as a broker knows them: from the newest sound snapshot, and the batches behind it. Yields now and then
 * so that others get a turn. What is damaged ends the walk, as it ends the log. @throws DiskError
 */
export function* producersOf({
  directory,
  segments,
  files,
}: ProducersPlace): Generator<void, ProducerState, undefined> {
  const state = new ProducerState()
  const from = loadSnapshot(state, { directory, segments, files })
  for (const [index, { fileName }] of segments.entries()) {
    const next = segments[index + 1]
    if (next !== undefined && next.baseOffset <= from) continue
    using file = new LogFile(join(directory, fileName))
    if (!(yield* replay(state, file, from))) break
  }
  return state
}

/**
 * Where the oldest transaction begins that was open when the active segment was begun, and still is; null: there is none, or no
 * snapshot of then. A few reads, unless there is one. @throws DiskError
 */
export function openTransactionOf(place: ProducersPlace): bigint | null {
  const active = place.segments.at(-1)
  const snapshot = place.files.find(
    ({ kind, state, baseOffset }) => kind === 'snapshot' && state === 'current' && baseOffset === active?.baseOffset,
  )
  if (active === undefined || snapshot === undefined) return null
  const entries = decodeProducerSnapshot(new NodeDisk().readFile(join(place.directory, snapshot.fileName)))
  if (entries?.some(({ transactionFirstOffset }) => transactionFirstOffset !== null) !== true) return null
  const walk = producersOf(place)
  for (let step = walk.next(); ; step = walk.next()) if (step.done === true) return step.value.firstUnstableOffset()
}

/** Forgets as a broker does. */
export function expireProducers(state: ProducerState, now: bigint): void {
  state.expire(now, producerExpirationMs)
}

/** The offset from which on batches must be gone over. */
function loadSnapshot(state: ProducerState, { directory, segments, files }: ProducersPlace): bigint {
  const end = segments.at(-1)?.nextOffset ?? segments.at(-1)?.baseOffset ?? 0n
  const snapshots = files.flatMap(({ kind, state: name, baseOffset, fileName }) =>
    kind === 'snapshot' && name === 'current' && baseOffset !== null && baseOffset <= end
      ? [{ baseOffset, fileName }]
      : [],
  )
  snapshots.sort((a, b) => (a.baseOffset > b.baseOffset ? -1 : 1))
  for (const { baseOffset, fileName } of snapshots) {
    const entries = decodeProducerSnapshot(new NodeDisk().readFile(join(directory, fileName)))
    if (entries === null) continue
    state.load(entries)
    return baseOffset
  }
  return segments[0]?.baseOffset ?? 0n
}

/** False when the log ends here. */
function* replay(state: ProducerState, file: LogFile, from: bigint): Generator<void, boolean, undefined> {
  let position = 0
  for (let count = 1; ; count++) {
    const place = file.placeAt(position)
    if (place === null) return true
    if (isDamage(place)) return false
    position += place.sizeBytes
    if (count % batchesBetweenPauses === 0) yield
    if (place.magic < 2) continue
    const header = new BatchView(file.header(place))
    if (!header.hasProducerId || header.lastOffset < from) continue
    // Of data the header is enough; a marker says in its record how its transaction ended.
    const batch = header.isControl ? new BatchView(file.bytes(place.position, place.sizeBytes)) : header
    try {
      state.replay(batch)
    } catch (error) {
      if (error instanceof CorruptBatchError) return false
      throw error
    }
  }
}
