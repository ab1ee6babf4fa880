import type { Api } from '../../broker/protocol/api.ts'
import { apiVersions } from '../../broker/protocol/messages/api-versions.ts'
import { consumerGroupDescribe } from '../../broker/protocol/messages/consumer-group-describe.ts'
import { describeAcls } from '../../broker/protocol/messages/describe-acls.ts'
import { describeClientQuotas } from '../../broker/protocol/messages/describe-client-quotas.ts'
import { describeCluster } from '../../broker/protocol/messages/describe-cluster.ts'
import { describeConfigs } from '../../broker/protocol/messages/describe-configs.ts'
import { describeDelegationToken } from '../../broker/protocol/messages/describe-delegation-token.ts'
import { describeGroups } from '../../broker/protocol/messages/describe-groups.ts'
import { describeLogDirs } from '../../broker/protocol/messages/describe-log-dirs.ts'
import { describeProducers } from '../../broker/protocol/messages/describe-producers.ts'
import { describeQuorum } from '../../broker/protocol/messages/describe-quorum.ts'
import { describeTopicPartitions } from '../../broker/protocol/messages/describe-topic-partitions.ts'
import { describeTransactions } from '../../broker/protocol/messages/describe-transactions.ts'
import { describeUserScramCredentials } from '../../broker/protocol/messages/describe-user-scram-credentials.ts'
import { describeShareGroupOffsets } from '../../broker/protocol/messages/describe-share-group-offsets.ts'
import { fetch } from '../../broker/protocol/messages/fetch.ts'
import { findCoordinator } from '../../broker/protocol/messages/find-coordinator.ts'
import { listConfigResources } from '../../broker/protocol/messages/list-config-resources.ts'
import { listGroups } from '../../broker/protocol/messages/list-groups.ts'
import { listOffsets } from '../../broker/protocol/messages/list-offsets.ts'
import { listPartitionReassignments } from '../../broker/protocol/messages/list-partition-reassignments.ts'
import { listTransactions } from '../../broker/protocol/messages/list-transactions.ts'
import { metadata } from '../../broker/protocol/messages/metadata.ts'
import { offsetFetch } from '../../broker/protocol/messages/offset-fetch.ts'
import { offsetForLeaderEpoch } from '../../broker/protocol/messages/offset-for-leader-epoch.ts'
import { shareGroupDescribe } from '../../broker/protocol/messages/share-group-describe.ts'
import { streamsGroupDescribe } from '../../broker/protocol/messages/streams-group-describe.ts'

const readOnlyKeys = new Set(
  [
    apiVersions,
    consumerGroupDescribe,
    describeAcls,
    describeClientQuotas,
    describeCluster,
    describeConfigs,
    describeDelegationToken,
    describeGroups,
    describeLogDirs,
    describeProducers,
    describeQuorum,
    describeTopicPartitions,
    describeTransactions,
    describeUserScramCredentials,
    describeShareGroupOffsets,
    fetch,
    findCoordinator,
    listConfigResources,
    listGroups,
    listOffsets,
    listPartitionReassignments,
    listTransactions,
    metadata,
    offsetFetch,
    offsetForLeaderEpoch,
    shareGroupDescribe,
    streamsGroupDescribe,
  ].map(({ key }) => key),
)

/**
 * Whether a request of this API changes nothing: it may be sent twice without anything being done twice, and to a cluster that is
 * marked read-only. What is not listed counts as a change.
 */
export function isReadOnly(api: Api): boolean {
  return readOnlyKeys.has(api.key)
}
