import type { Api } from './api.ts'
import { addOffsetsToTxn } from './messages/add-offsets-to-txn.ts'
import { addPartitionsToTxn } from './messages/add-partitions-to-txn.ts'
import { addRaftVoter } from './messages/add-raft-voter.ts'
import { alterClientQuotas } from './messages/alter-client-quotas.ts'
import { alterConfigs } from './messages/alter-configs.ts'
import { alterPartitionReassignments } from './messages/alter-partition-reassignments.ts'
import { alterReplicaLogDirs } from './messages/alter-replica-log-dirs.ts'
import { apiVersions } from './messages/api-versions.ts'
import { consumerGroupDescribe } from './messages/consumer-group-describe.ts'
import { consumerGroupHeartbeat } from './messages/consumer-group-heartbeat.ts'
import { createAcls } from './messages/create-acls.ts'
import { createPartitions } from './messages/create-partitions.ts'
import { createTopics } from './messages/create-topics.ts'
import { deleteAcls } from './messages/delete-acls.ts'
import { deleteGroups } from './messages/delete-groups.ts'
import { deleteRecords } from './messages/delete-records.ts'
import { deleteTopics } from './messages/delete-topics.ts'
import { describeAcls } from './messages/describe-acls.ts'
import { describeClientQuotas } from './messages/describe-client-quotas.ts'
import { describeCluster } from './messages/describe-cluster.ts'
import { describeConfigs } from './messages/describe-configs.ts'
import { describeGroups } from './messages/describe-groups.ts'
import { describeLogDirs } from './messages/describe-log-dirs.ts'
import { describeProducers } from './messages/describe-producers.ts'
import { describeQuorum } from './messages/describe-quorum.ts'
import { describeTopicPartitions } from './messages/describe-topic-partitions.ts'
import { describeTransactions } from './messages/describe-transactions.ts'
import { electLeaders } from './messages/elect-leaders.ts'
import { endTxn } from './messages/end-txn.ts'
import { fetch } from './messages/fetch.ts'
import { findCoordinator } from './messages/find-coordinator.ts'
import { heartbeat } from './messages/heartbeat.ts'
import { incrementalAlterConfigs } from './messages/incremental-alter-configs.ts'
import { initProducerId } from './messages/init-producer-id.ts'
import { joinGroup } from './messages/join-group.ts'
import { leaveGroup } from './messages/leave-group.ts'
import { listConfigResources } from './messages/list-config-resources.ts'
import { listGroups } from './messages/list-groups.ts'
import { listOffsets } from './messages/list-offsets.ts'
import { listPartitionReassignments } from './messages/list-partition-reassignments.ts'
import { listTransactions } from './messages/list-transactions.ts'
import { metadata } from './messages/metadata.ts'
import { offsetCommit } from './messages/offset-commit.ts'
import { offsetDelete } from './messages/offset-delete.ts'
import { offsetFetch } from './messages/offset-fetch.ts'
import { offsetForLeaderEpoch } from './messages/offset-for-leader-epoch.ts'
import { produce } from './messages/produce.ts'
import { removeRaftVoter } from './messages/remove-raft-voter.ts'
import { saslAuthenticate } from './messages/sasl-authenticate.ts'
import { saslHandshake } from './messages/sasl-handshake.ts'
import { syncGroup } from './messages/sync-group.ts'
import { updateFeatures } from './messages/update-features.ts'
import { txnOffsetCommit } from './messages/txn-offset-commit.ts'
import { unregisterBroker } from './messages/unregister-broker.ts'
import { writeTxnMarkers } from './messages/write-txn-markers.ts'
import { createDelegationToken } from './messages/create-delegation-token.ts'
import { renewDelegationToken } from './messages/renew-delegation-token.ts'
import { expireDelegationToken } from './messages/expire-delegation-token.ts'
import { describeDelegationToken } from './messages/describe-delegation-token.ts'
import { describeUserScramCredentials } from './messages/describe-user-scram-credentials.ts'
import { alterUserScramCredentials } from './messages/alter-user-scram-credentials.ts'

/** Every API whose messages are written down, in the order of their keys. What a broker serves is up to its handlers. */
export const apis: readonly Api[] = [
  produce,
  fetch,
  listOffsets,
  metadata,
  offsetCommit,
  offsetFetch,
  findCoordinator,
  joinGroup,
  heartbeat,
  leaveGroup,
  syncGroup,
  describeGroups,
  listGroups,
  saslHandshake,
  apiVersions,
  createTopics,
  deleteTopics,
  deleteRecords,
  initProducerId,
  offsetForLeaderEpoch,
  addPartitionsToTxn,
  addOffsetsToTxn,
  endTxn,
  writeTxnMarkers,
  txnOffsetCommit,
  describeAcls,
  createAcls,
  deleteAcls,
  describeConfigs,
  alterConfigs,
  alterReplicaLogDirs,
  describeLogDirs,
  saslAuthenticate,
  createPartitions,
  createDelegationToken,
  renewDelegationToken,
  expireDelegationToken,
  describeDelegationToken,
  deleteGroups,
  electLeaders,
  incrementalAlterConfigs,
  alterPartitionReassignments,
  listPartitionReassignments,
  offsetDelete,
  describeClientQuotas,
  alterClientQuotas,
  describeUserScramCredentials,
  alterUserScramCredentials,
  describeQuorum,
  updateFeatures,
  describeCluster,
  describeProducers,
  unregisterBroker,
  describeTransactions,
  listTransactions,
  consumerGroupHeartbeat,
  consumerGroupDescribe,
  listConfigResources,
  describeTopicPartitions,
  addRaftVoter,
  removeRaftVoter,
]

const byKey = new Map(apis.map((api) => [api.key, api]))

/** The API with this key, where its messages are known here. */
export function apiByKey(key: number): Api | undefined {
  return byKey.get(key)
}
