import { join } from 'node:path'
import type { Disk } from '../../broker/environment/disk.ts'
import { scanBatches } from '../../broker/log/segment-scan.ts'
import { ImageDraft } from '../../broker/metadata/image/image-draft.ts'
import { MetadataImage } from '../../broker/metadata/image/metadata-image.ts'
import { metadataLogName } from '../../broker/metadata/storage/format-directory.ts'
import { MetadataReader } from '../../broker/metadata/storage/metadata-reader.ts'
import { listSnapshots, snapshotPath } from '../../broker/metadata/storage/snapshot-files.ts'
import { readSnapshot } from '../../broker/metadata/storage/snapshot-reader.ts'
import type { BatchView } from '../../broker/records/batch-view.ts'

/** What the metadata log of a directory says, read without changing anything. */
export interface ClusterMetadata {
  readonly image: MetadataImage
  /** 0: the voters stand in each node's configuration; 1: in the log (KIP-853). */
  readonly kraftVersion: number
  readonly voterIds: readonly number[]
}

/**
 * Reads the newest snapshot and the log behind it, also of a directory that is in use: what is being appended is not
 * looked at, and a torn end is left out.
 *
 * @throws MetadataStorageError, InconsistentMetadataError, UnsupportedFeatureError, DiskError
 */
export async function readClusterMetadata(disk: Disk, directory: string): Promise<ClusterMetadata> {
  const logDirectory = join(directory, metadataLogName)
  const reader = new MetadataReader(logDirectory)
  const draft = new ImageDraft(MetadataImage.empty)
  const replay = (batch: BatchView): void => {
    for (const record of reader.read(batch)) draft.replay(record)
  }
  const snapshot = listSnapshots(disk, logDirectory).at(-1)
  const snapshotEnd = snapshot?.endOffset ?? 0n
  if (snapshot !== undefined) {
    reader.place = snapshotEnd === 0n ? 'formatted' : 'log'
    for (const batch of readSnapshot(disk, snapshotPath(logDirectory, snapshot))) replay(batch)
    reader.place = 'log'
  }
  let end = { endOffset: snapshotEnd, endEpoch: snapshot?.epoch ?? 0 }
  for (const path of segmentsFrom(disk, logDirectory, snapshotEnd)) {
    for (const batch of batchesOf(disk, path)) {
      if (batch.baseOffset < end.endOffset) continue
      replay(batch)
      end = { endOffset: batch.nextOffset, endEpoch: batch.partitionLeaderEpoch }
    }
    // A long log is many segments: others get a turn between them.
    await new Promise((resolve) => setImmediate(resolve))
  }
  const { kraftVersion, voters, electedVoterIds } = reader.raft
  const voterIds = kraftVersion === 0 ? electedVoterIds : (voters ?? []).map(({ voterId }) => voterId)
  return { image: draft.finish(end).after, kraftVersion, voterIds }
}

/** The segments that hold `offset` or more, in order. */
function segmentsFrom(disk: Disk, logDirectory: string, offset: bigint): string[] {
  const names = disk
    .list(logDirectory)
    .map(({ name }) => name)
    .filter((name) => /^\d{20}\.log$/.test(name))
    .sort()
  const first = names.findLastIndex((name) => BigInt(name.slice(0, 20)) <= offset)
  return names.slice(Math.max(0, first)).map((name) => join(logDirectory, name))
}

function* batchesOf(disk: Disk, path: string): Generator<BatchView, void, undefined> {
  const file = disk.open(path, 'read')
  try {
    for (const { view } of scanBatches({ file }, { from: 0, to: file.size(), whole: true })) {
      if (!view.isCrcValid()) return
      yield view
    }
  } finally {
    file.close()
  }
}
