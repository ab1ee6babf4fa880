/** `unassignedDirectory`: the replica has no log directory yet; the broker picks one and tells the controller. */
export const unassignedDirectory = 'AAAAAAAAAAAAAAAAAAAAAQ'

/** `leader` of a partition that has none. */
export const noLeader = -1

/** One partition as the metadata log has it. `replicas` and `directories` run in step. */
export interface PartitionImage {
  readonly partition: number
  readonly replicas: readonly number[]
  readonly isr: readonly number[]
  readonly removingReplicas: readonly number[]
  readonly addingReplicas: readonly number[]
  /** The log directory of each replica, as uuids. */
  readonly directories: readonly string[]
  /** Node id, or -1 for none. */
  readonly leader: number
  readonly leaderEpoch: number
  readonly partitionEpoch: number
  /** 1 while the leader of an unclean election has yet to recover, else 0. */
  readonly leaderRecoveryState: number
  /** Replicas that may lead though they are not in the ISR (KIP-966). */
  readonly eligibleLeaderReplicas: readonly number[]
  readonly lastKnownElr: readonly number[]
}

/** A topic; `partitions[n]` is partition n, without gaps. */
export interface TopicImage {
  readonly id: string
  readonly name: string
  readonly partitions: readonly PartitionImage[]
}
