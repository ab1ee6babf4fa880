import { zeroUuid } from '../../bytes/uuid.ts'
import type { MetadataRecordValue } from '../records/metadata-records.ts'
import { InconsistentMetadataError } from './inconsistent-metadata-error.ts'
import type { PartitionImage } from './topic-image.ts'

/** The directory of a replica that dates from before directories were recorded. */
const migratingDirectory = zeroUuid

/** `leader` of a PartitionChange that leaves the leader alone. */
export const leaderUnchanged = -2

export function partitionFromRecord(record: MetadataRecordValue<'Partition'>): PartitionImage {
  return {
    partition: record.partitionId,
    replicas: record.replicas,
    isr: record.isr,
    removingReplicas: record.removingReplicas,
    addingReplicas: record.addingReplicas,
    directories: directoriesFor(record.replicas, record.directories),
    leader: record.leader,
    leaderEpoch: record.leaderEpoch,
    partitionEpoch: record.partitionEpoch,
    leaderRecoveryState: record.leaderRecoveryState,
    eligibleLeaderReplicas: record.eligibleLeaderReplicas ?? [],
    lastKnownElr: record.lastKnownElr ?? [],
  }
}

/** Every change raises the partition epoch; one that names a leader, even the same one, raises the leader epoch. */
export function changePartition(
  before: PartitionImage,
  change: Omit<MetadataRecordValue<'PartitionChange'>, 'partitionId' | 'topicId'>,
): PartitionImage {
  const replicas = change.replicas ?? before.replicas
  const namesLeader = change.leader !== leaderUnchanged
  return {
    partition: before.partition,
    replicas,
    isr: change.isr ?? before.isr,
    removingReplicas: change.removingReplicas ?? before.removingReplicas,
    addingReplicas: change.addingReplicas ?? before.addingReplicas,
    directories: directoriesFor(replicas, change.directories ?? before.directories),
    leader: namesLeader ? change.leader : before.leader,
    leaderEpoch: namesLeader ? before.leaderEpoch + 1 : before.leaderEpoch,
    partitionEpoch: before.partitionEpoch + 1,
    leaderRecoveryState: change.leaderRecoveryState === -1 ? before.leaderRecoveryState : change.leaderRecoveryState,
    eligibleLeaderReplicas: change.eligibleLeaderReplicas ?? before.eligibleLeaderReplicas,
    lastKnownElr: change.lastKnownElr ?? before.lastKnownElr,
  }
}

/** What a ClearElr record does to a partition. */
export function clearElr(before: PartitionImage): PartitionImage {
  if (before.eligibleLeaderReplicas.length === 0 && before.lastKnownElr.length === 0) return before
  return { ...before, partitionEpoch: before.partitionEpoch + 1, eligibleLeaderReplicas: [], lastKnownElr: [] }
}

function directoriesFor(replicas: readonly number[], directories: readonly string[]): readonly string[] {
  if (directories.length === replicas.length) return directories
  if (directories.length === 0) return replicas.map(() => migratingDirectory)
  throw new InconsistentMetadataError(
    `a partition has ${replicas.length} replicas but ${directories.length} log directories`,
  )
}
