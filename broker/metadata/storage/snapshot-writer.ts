import type { Environment } from '../../environment/environment.ts'
import type { DiskFile } from '../../environment/disk.ts'
import type { NewMetadataRecord } from '../records/metadata-records.ts'
import { metadataBatch, snapshotFooterBatch, snapshotHeaderBatch, type BatchPlace } from './metadata-batches.ts'
import type { RaftState } from './raft-state.ts'
import { snapshotPath, type SnapshotId } from './snapshot-files.ts'

/** Records per batch: small enough that writing one does not hold up requests. */
const recordsPerBatch = 500

export interface SnapshotContents {
  readonly id: SnapshotId
  readonly records: Iterable<NewMetadataRecord>
  readonly raft: RaftState
  /** Milliseconds since 1970. */
  readonly lastContainedLogTimestamp: bigint
}

/**
 * A file in the format of snapshots: a control batch with the header (and with what raft has to say), batches of
 * records, a control batch with the footer. Offsets count from 0; all batches carry the snapshot's epoch.
 */
export function* snapshotBatches(
  contents: SnapshotContents,
  { epoch, timestamp }: { readonly epoch: number; readonly timestamp: number },
): Generator<Buffer, void, undefined> {
  let baseOffset = 0n
  const place = (): BatchPlace => ({ baseOffset, epoch, timestamp })
  const { voters, kraftVersion } = contents.raft
  yield snapshotHeaderBatch({ ...contents, voters, kraftVersion }, place())
  baseOffset += voters === null ? 1n : 3n
  for (const records of inGroups(contents.records)) {
    yield metadataBatch(records, place())
    baseOffset += BigInt(records.length)
  }
  yield snapshotFooterBatch(place())
}

/**
 * Writes a snapshot beside the log, yielding to the event loop. It has its name only when all of it is on the medium.
 * Gives its size in bytes.
 */
export async function writeSnapshot(
  environment: Environment,
  logDirectory: string,
  contents: SnapshotContents,
): Promise<number> {
  const { disk, clock } = environment
  const path = snapshotPath(logDirectory, contents.id)
  const partial = `${path}.part`
  disk.removeFile(partial)
  const file = disk.open(partial, 'create')
  try {
    const size = await writeBatches(environment, file, contents)
    await file.sync()
    file.close()
    disk.rename(partial, path)
    disk.syncDirectory(logDirectory)
    await clock.yield()
    return size
  } catch (error) {
    file.close()
    disk.removeFile(partial)
    throw error
  }
}

async function writeBatches({ clock }: Environment, file: DiskFile, contents: SnapshotContents): Promise<number> {
  let position = 0
  for (const batch of snapshotBatches(contents, { epoch: contents.id.epoch, timestamp: clock.now() })) {
    file.write(batch, position)
    position += batch.length
    await clock.yield()
  }
  return position
}

function* inGroups(records: Iterable<NewMetadataRecord>): Generator<NewMetadataRecord[], void, undefined> {
  let group: NewMetadataRecord[] = []
  for (const record of records) {
    group.push(record)
    if (group.length < recordsPerBatch) continue
    yield group
    group = []
  }
  if (group.length > 0) yield group
}
