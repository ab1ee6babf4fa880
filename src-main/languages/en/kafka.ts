export const kafka = {
  noLeader: (partition: number) => `Partition ${partition} has no leader.`,
  ofPartition: (partition: number, why: string) => `Partition ${partition}: ${why}`,
  deletedUnread: (partition: number, from: bigint, to: bigint) =>
    `Partition ${partition}: offsets ${from} to ${to} were deleted before they were read.`,
  topicGone: (topic: string) => `Topic ${topic} does not exist any more.`,
  notToItsEnd: (partition: number, why: string) => `Partition ${partition} cannot be read to its end: ${why}.`,
  offsetGone: (offset: bigint) => `offset ${offset} does not exist (any more)`,
  logEnds: (at: bigint, before: bigint) => `its log ends at offset ${at} now, before ${before}`,
  leaderGivesNothing: (from: bigint) => `the leader gives nothing from offset ${from} on`,
  wrongChecksum: (offset: bigint) => `the checksum of the batch at offset ${offset} is wrong`,
}
