import { handlers } from '../../broker/handlers/registry.ts'
import type { Api } from '../../broker/protocol/api.ts'
import { isFlexible } from '../../broker/schema/message.ts'

/**
 * What an API is for: 1 to produce, consume and administer topics; 2 groups, transactions, security, quotas and
 * configuration; 3 the rest. And what is particular about it here, where anything is.
 */
type Note = readonly [tier: 1 | 2 | 3, remark?: string]

const oneNode = 'Answers as a cluster of one broker.'
const soleVoter = 'The quorum is this node alone: nobody can join it, and it cannot leave.'

const notes: Readonly<Record<string, Note>> = {
  Produce: [
    1,
    'Versions 0 to 2 are advertised and refused, as by Apache Kafka: old librdkafka looks for them (KAFKA-18659).',
  ],
  Fetch: [1],
  ListOffsets: [1, 'Without tiered storage; what is asked about it is answered with -1.'],
  Metadata: [1],
  OffsetCommit: [1],
  OffsetFetch: [1],
  FindCoordinator: [1, 'Groups and transactions.'],
  JoinGroup: [1],
  Heartbeat: [1],
  LeaveGroup: [1],
  SyncGroup: [1],
  DescribeGroups: [1],
  ListGroups: [1],
  SaslHandshake: [2, 'Version 0 is followed by bare tokens.'],
  ApiVersions: [1],
  CreateTopics: [1],
  DeleteTopics: [1],
  DeleteRecords: [2],
  InitProducerId: [2, 'Version 6, for two-phase commits, is unstable in Apache Kafka and not served by either.'],
  OffsetForLeaderEpoch: [2],
  AddPartitionsToTxn: [2],
  AddOffsetsToTxn: [2],
  EndTxn: [2],
  WriteTxnMarkers: [3],
  TxnOffsetCommit: [2],
  DescribeAcls: [2, 'With `authorizer.class.name` set; otherwise SECURITY_DISABLED.'],
  CreateAcls: [2, 'With `authorizer.class.name` set; otherwise SECURITY_DISABLED.'],
  DeleteAcls: [2, 'With `authorizer.class.name` set; otherwise SECURITY_DISABLED.'],
  DescribeConfigs: [1],
  AlterConfigs: [2],
  AlterReplicaLogDirs: [3, 'There is one log directory; any other is unknown.'],
  DescribeLogDirs: [2],
  SaslAuthenticate: [2],
  CreatePartitions: [1],
  CreateDelegationToken: [3],
  RenewDelegationToken: [3],
  ExpireDelegationToken: [3],
  DescribeDelegationToken: [3],
  DeleteGroups: [1],
  ElectLeaders: [2, oneNode],
  IncrementalAlterConfigs: [1],
  AlterPartitionReassignments: [2, oneNode],
  ListPartitionReassignments: [2, oneNode],
  OffsetDelete: [2],
  DescribeClientQuotas: [2],
  AlterClientQuotas: [2, 'IP entities are addresses; names are not looked up.'],
  DescribeUserScramCredentials: [2],
  AlterUserScramCredentials: [2],
  DescribeQuorum: [3],
  UpdateFeatures: [3],
  DescribeCluster: [1],
  DescribeProducers: [2],
  UnregisterBroker: [3, 'For brokers that a directory was taken over from; the running one is refused.'],
  DescribeTransactions: [2],
  ListTransactions: [2],
  ConsumerGroupHeartbeat: [2],
  ConsumerGroupDescribe: [2],
  ListConfigResources: [3],
  DescribeTopicPartitions: [1],
  AddRaftVoter: [3, soleVoter],
  RemoveRaftVoter: [3, soleVoter],
}

const introduction = `# APIs

What the broker serves of Kafka's protocol, from its handlers: these keys, at these versions, are what it tells clients
in ApiVersions, and they are those of a broker of Apache Kafka 4.3. *Flexible from* is the first version with tagged
fields (KIP-482). *Tier* says what an API is for: 1 to produce, consume and administer topics; 2 groups, transactions,
security, quotas and configuration; 3 the rest.

Not served, and so not advertised: client telemetry (71, 72), share groups (76 to 79, 90 to 92), streams groups (88,
89), and what only brokers and controllers say to each other.
`

/** The page \`docs/apis.md\`. @throws Error when an API has no tier yet. */
export function apisPage(): string {
  const rows = handlers
    .map(({ api }) => api)
    .toSorted((left, right) => left.key - right.key)
    .map(row)
  return `${[introduction, '| key | API | versions | flexible from | tier | remarks |', '| --- | --- | --- | --- | --- | --- |', ...rows].join('\n')}\n`
}

function row(api: Api): string {
  const note = notes[api.name]
  if (note === undefined) throw new Error(`${api.name} has no tier: add it to the notes of the page of APIs.`)
  const [tier, remark = ''] = note
  const { min, max } = api.advertisedVersions
  const versions = min === max ? `${min}` : `${min}–${max}`
  return `| ${[api.key, api.name, versions, flexibleFrom(api), tier, remark].join(' | ')} |`
}

function flexibleFrom({ request }: Api): string {
  const { min, max } = request.validVersions
  for (let version = min; version <= max; version++) if (isFlexible(request, version)) return String(version)
  return 'never'
}
