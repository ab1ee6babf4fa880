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
  missesRight: (right: string) => `this needs ${right}`,
  notReadToItsEnd: {
    what: (partition: number, topic: string) => `Partition ${partition} of ${topic} cannot be read to its end.`,
    remedy: 'Try again, or look at the log of the broker.',
  },
  noMessage: {
    what: (offset: bigint, partition: number, topic: string) =>
      `The message at offset ${offset} in partition ${partition} of ${topic} cannot be shown.`,
    why: 'There is no message at this offset (any more): compaction or retention has removed it, or it was never there.',
    remedy: 'Refresh the list of messages.',
  },
  cluster: 'The cluster',
  noAddress: 'No address was given.',
  unreachable: { what: 'The cluster cannot be reached.', remedy: 'Check that its brokers are running.' },
  brokerGone: {
    what: (nodeId: number) => `Broker ${nodeId} cannot be asked.`,
    why: 'It does not belong to the cluster at the moment.',
    remedy: 'Start the broker again, or refresh.',
  },
  brokerAt: (nodeId: number, address: string) => `Broker ${nodeId} (${address})`,
  notSent: (request: string) => `${request} was not sent.`,
  otherVersions: (api: string, min: number, max: number) =>
    `It has the versions ${min} to ${max} of ${api}, and Brokkr speaks none of them.`,
  noApi: (api: string) => `It does not have the API ${api}.`,
  responseUnreadable: (request: string, why: string) => `The response to ${request} cannot be read: ${why}.`,
  sent: (what: string) => `It sent ${what}.`,
  unaskedResponse: (correlationId: number) => `a response with the correlation id ${correlationId}, never asked for`,
  frameTooLarge: (bytes: number, most: number) => `a frame claims ${bytes} bytes; at most ${most} are accepted`,
  aws: {
    noKeys: 'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set in the environment that Brokkr was started in.',
    setKeys: 'Set them and start Brokkr again, or choose a profile or keys.',
    noRegion: (host: string) => `The name ${host} does not tell the AWS region of the cluster.`,
    writeRegion: 'Write the region.',
    noFile: (why: string) => `The credentials file of AWS cannot be read (${why}).`,
    makeFile: 'Make it, or choose keys.',
    noProfile: (path: string, profile: string) => `${path} has no profile ${profile}.`,
    profileWithoutKeys: (path: string, profile: string) => `${path} holds no keys for the profile ${profile}.`,
    exportKeys:
      'Profiles that ask another program or a role for keys are not supported: export keys with "aws configure export-credentials".',
  },
  token: {
    none: (url: string, why: string) => `${url} gave no token: ${why}`,
    status: (status: number) => `it answered with status ${status}, and no token.`,
    remedy: 'Check the token endpoint, the client id, its secret and the scope.',
  },
  scram: {
    unreadable: 'Its challenge cannot be understood.',
    foreign: 'It answers a challenge of somebody else.',
    iterations: (count: number) => `It wants ${count} iterations.`,
    refuses: (error: string) => `It answers: ${error}.`,
    impostor: 'It does not know the password itself, so it may be somebody else.',
  },
}
