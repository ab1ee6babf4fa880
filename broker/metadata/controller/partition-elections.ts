import { partitionRecordVersion } from '../features.ts'
import { leaderUnchanged } from '../image/partition-changes.ts'
import type { MetadataImage } from '../image/metadata-image.ts'
import { noLeader, type PartitionImage } from '../image/topic-image.ts'
import type { NewMetadataRecord } from '../records/metadata-records.ts'

const elrFeature = 'eligible.leader.replicas.version'

/** The leader was elected without knowing that it has every record; Kafka leaves that as it is where there is one replica. */
const recovering = 1

/** Whether replicas that were in sync when the ISR fell below its minimum may still lead (KIP-966). */
export function isElrEnabled(image: MetadataImage): boolean {
  return (image.features.get(elrFeature) ?? 0) > 0
}

/**
 * Takes the lead of all its partitions from a broker that goes away. Without ELR the last member stays in the ISR; with
 * it the ISR becomes empty and the broker is remembered as eligible, which is what Kafka's controller writes too.
 */
export function giveUpLeadership(image: MetadataImage, nodeId: number): NewMetadataRecord[] {
  return changesOf(image, (partition) => {
    if (!partition.isr.includes(nodeId)) return null
    if (isElrEnabled(image) && partition.isr.length === 1) {
      return { isr: [], leader: noLeader, eligibleLeaderReplicas: [nodeId], lastKnownElr: [nodeId] }
    }
    return partition.leader === nodeId ? { leader: noLeader } : null
  })
}

/** Takes from a broker that may have lost what it had acknowledged the right to lead without a doubt. */
export function loseEligibility(image: MetadataImage, nodeId: number): NewMetadataRecord[] {
  return changesOf(image, ({ eligibleLeaderReplicas }) => {
    if (!eligibleLeaderReplicas.includes(nodeId)) return null
    return { eligibleLeaderReplicas: eligibleLeaderReplicas.filter((id) => id !== nodeId) }
  })
}

/**
 * Makes a broker that is back the leader of every partition that has none and that it may lead: those of which it was
 * in the ISR, or eligible, or the last leader. A partition that others have written since stays without a leader.
 */
export function takeLeadership(
  image: MetadataImage,
  { nodeId, directoryId }: { readonly nodeId: number; readonly directoryId: string },
): NewMetadataRecord[] {
  const hasDirectories = partitionRecordVersion(image.metadataVersion) >= 1
  return changesOf(image, (partition) => {
    if (partition.leader !== noLeader || !mayLead(partition, nodeId)) return null
    const directories = partition.replicas.map((id, index) =>
      id === nodeId ? directoryId : (partition.directories[index] ?? directoryId),
    )
    return {
      leader: nodeId,
      ...(isSame(partition.isr, [nodeId]) ? {} : { isr: [nodeId] }),
      ...(isElrEnabled(image) && isUnsure(partition) ? { leaderRecoveryState: recovering } : {}),
      ...(!hasDirectories || isSame(partition.directories, directories) ? {} : { directories }),
      ...(partition.eligibleLeaderReplicas.length === 0 ? {} : { eligibleLeaderReplicas: [] }),
      ...(partition.lastKnownElr.length === 0 ? {} : { lastKnownElr: [] }),
    }
  })
}

/** Nobody is known to have all that was acknowledged. */
function isUnsure({ isr, eligibleLeaderReplicas }: PartitionImage): boolean {
  return isr.length === 0 && eligibleLeaderReplicas.length === 0
}

function mayLead(partition: PartitionImage, nodeId: number): boolean {
  const { isr, replicas, eligibleLeaderReplicas, lastKnownElr } = partition
  if (!replicas.includes(nodeId)) return false
  if (isr.includes(nodeId) || eligibleLeaderReplicas.includes(nodeId)) return true
  if (!isUnsure(partition)) return false
  return replicas.length === 1 || lastKnownElr.includes(nodeId)
}

type Change = Partial<Omit<Extract<NewMetadataRecord, { type: 'PartitionChange' }>['value'], 'partitionId' | 'topicId'>>

function changesOf(image: MetadataImage, change: (partition: PartitionImage) => Change | null): NewMetadataRecord[] {
  const version = partitionRecordVersion(image.metadataVersion)
  const records: NewMetadataRecord[] = []
  for (const topic of image.topicsById.values()) {
    for (const partition of topic.partitions) {
      const changed = change(partition)
      if (changed === null) continue
      const value = { leader: leaderUnchanged, ...changed, partitionId: partition.partition, topicId: topic.id }
      records.push({ type: 'PartitionChange', version, value })
    }
  }
  return records
}

function isSame<Value>(left: readonly Value[], right: readonly Value[]): boolean {
  return left.length === right.length && left.every((value, index) => value === right[index])
}
