/** One way in which the broker does not answer as Apache Kafka does, and why. */
export interface OnPurpose {
  /** Question and place in the answer, as differences name them. */
  readonly where: RegExp
  readonly why: string
}

/** All of them. One that no longer differs has to go from here: the test asks for that too. */
export const onPurpose: readonly OnPurpose[] = [
  {
    where: /ApiVersions v\d+\.apiKeys\[(7[6-9]|9[0-2])\]$|: (no client id|a byte too many)$/,
    why: 'Share groups (KIP-932) are not served, so they are not advertised: 76 to 79 and 90 to 92. Two frames show the same, undecoded.',
  },
  {
    where: /ApiVersions v\d+\.apiKeys\[8[3-7]\]$/,
    why: 'The state of share groups is what brokers ask each other for; without share groups there is none.',
  },
  {
    where: /ApiVersions v\d+\.apiKeys\[8[89]\]$/,
    why: 'Streams groups (KIP-1071) are not served, so they are not advertised.',
  },
  {
    where: /automatically made, Metadata|topics by name with operations, Metadata v\d+\.topics\[none-such\]/,
    why: 'A topic that Metadata makes is there in the same answer; Apache Kafka says that it is unknown until its broker has heard of it.',
  },
  {
    where: /an empty name, DescribeTopicPartitions/,
    why: 'Apache Kafka stumbles over the empty name and fails the whole request; here it is a name that no topic can have.',
  },
  {
    where: /too many, CreatePartitions v\d+\.results\[grow-b\]\.errorCode/,
    why: 'Too many partitions for one batch: Apache Kafka answers with an unknown error, this broker with a policy violation.',
  },
  {
    where: /(negative bytes|an unknown isolation), Fetch/,
    why: 'Nonsense that no client sends. Apache Kafka fails with an unknown error; here the nearest sensible value is taken.',
  },
  {
    where: /, (IncrementalAlterConfigs|AlterConfigs|DescribeConfigs) v\d+\.(responses|results)\[8\/1\]/,
    why: 'There are no log4j loggers here: none is described, and none can be set.',
  },
  {
    where: /operation (9|10), IncrementalAlterConfigs/,
    why: 'For operations that do not exist Apache Kafka answers with an unknown error; here the request is called invalid.',
  },
  {
    where:
      /(an expression|both), ConsumerGroupHeartbeat|(an empty expression|an empty subscription), ConsumerGroupHeartbeat v\d\.memberEpoch|with its groups, ListGroups v\d+\.groups\[refused (an expression|both)/,
    why: 'Expressions are looked through at once and not in the background, so the first answer assigns already.',
  },
  {
    where: /a classic member without subscription, JoinGroup v9\.memberId/,
    why: 'Member ids that the coordinator makes are opaque; in this one place Apache Kafka makes them in another form.',
  },
  {
    where:
      /the quorum, DescribeQuorum v\d\.topics\[__cluster_metadata\]\.partitions\[0\]\.(leaderEpoch|highWatermark|currentVoters\[1\]\.logEndOffset)/,
    why: 'The metadata logs hold as many records as their controllers have written, and an epoch is an election.',
  },
  {
    where: /no password, AlterUserScramCredentials/,
    why: 'Apache Kafka fails with an unknown error over an empty salted password.',
  },
  {
    where: /topics, OffsetCommit v10\.topics\[<some id>/,
    why: 'Two entries for the same unknown topic id stay two in the answer; Apache Kafka makes them one.',
  },
]
