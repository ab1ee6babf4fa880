import { addOffsetsToTxnHandler } from './add-offsets-to-txn.ts'
import { addPartitionsToTxnHandler } from './add-partitions-to-txn.ts'
import { addRaftVoterHandler } from './add-raft-voter.ts'
import { alterClientQuotasHandler } from './alter-client-quotas.ts'
import { alterConfigsHandler } from './alter-configs.ts'
import { alterPartitionReassignmentsHandler } from './alter-partition-reassignments.ts'
import { alterReplicaLogDirsHandler } from './alter-replica-log-dirs.ts'
import { apiVersionsHandler } from './api-versions.ts'
import { consumerGroupDescribeHandler } from './consumer-group-describe.ts'
import { consumerGroupHeartbeatHandler } from './consumer-group-heartbeat.ts'
import { createAclsHandler } from './create-acls.ts'
import { createPartitionsHandler } from './create-partitions.ts'
import { createTopicsHandler } from './create-topics.ts'
import { deleteAclsHandler } from './delete-acls.ts'
import { deleteGroupsHandler } from './delete-groups.ts'
import { deleteRecordsHandler } from './delete-records.ts'
import { deleteTopicsHandler } from './delete-topics.ts'
import { describeAclsHandler } from './describe-acls.ts'
import { describeClientQuotasHandler } from './describe-client-quotas.ts'
import { describeClusterHandler } from './describe-cluster.ts'
import { describeConfigsHandler } from './describe-configs.ts'
import { describeGroupsHandler } from './describe-groups.ts'
import { describeLogDirsHandler } from './describe-log-dirs.ts'
import { describeProducersHandler } from './describe-producers.ts'
import { describeQuorumHandler } from './describe-quorum.ts'
import { describeTopicPartitionsHandler } from './describe-topic-partitions.ts'
import { describeTransactionsHandler } from './describe-transactions.ts'
import { electLeadersHandler } from './elect-leaders.ts'
import { endTxnHandler } from './end-txn.ts'
import { fetchHandler } from './fetch.ts'
import { findCoordinatorHandler } from './find-coordinator.ts'
import type { Handler } from './handler.ts'
import { heartbeatHandler } from './heartbeat.ts'
import { incrementalAlterConfigsHandler } from './incremental-alter-configs.ts'
import { initProducerIdHandler } from './init-producer-id.ts'
import { joinGroupHandler } from './join-group.ts'
import { leaveGroupHandler } from './leave-group.ts'
import { listConfigResourcesHandler } from './list-config-resources.ts'
import { listGroupsHandler } from './list-groups.ts'
import { listOffsetsHandler } from './list-offsets.ts'
import { listPartitionReassignmentsHandler } from './list-partition-reassignments.ts'
import { listTransactionsHandler } from './list-transactions.ts'
import { metadataHandler } from './metadata.ts'
import { offsetCommitHandler } from './offset-commit.ts'
import { offsetDeleteHandler } from './offset-delete.ts'
import { offsetFetchHandler } from './offset-fetch.ts'
import { offsetForLeaderEpochHandler } from './offset-for-leader-epoch.ts'
import { produceHandler } from './produce.ts'
import { removeRaftVoterHandler } from './remove-raft-voter.ts'
import { saslAuthenticateHandler } from './sasl-authenticate.ts'
import { saslHandshakeHandler } from './sasl-handshake.ts'
import { syncGroupHandler } from './sync-group.ts'
import { updateFeaturesHandler } from './update-features.ts'
import { txnOffsetCommitHandler } from './txn-offset-commit.ts'
import { unregisterBrokerHandler } from './unregister-broker.ts'
import { writeTxnMarkersHandler } from './write-txn-markers.ts'
import { createDelegationTokenHandler } from './create-delegation-token.ts'
import { renewDelegationTokenHandler } from './renew-delegation-token.ts'
import { expireDelegationTokenHandler } from './expire-delegation-token.ts'
import { describeDelegationTokenHandler } from './describe-delegation-token.ts'
import { describeUserScramCredentialsHandler } from './describe-user-scram-credentials.ts'
import { alterUserScramCredentialsHandler } from './alter-user-scram-credentials.ts'

/** Everything that the broker can do for clients, in the order of the API keys. What it advertises is this list. */
export const handlers: readonly Handler[] = [
  produceHandler,
  fetchHandler,
  listOffsetsHandler,
  metadataHandler,
  offsetCommitHandler,
  offsetFetchHandler,
  findCoordinatorHandler,
  joinGroupHandler,
  heartbeatHandler,
  leaveGroupHandler,
  syncGroupHandler,
  describeGroupsHandler,
  listGroupsHandler,
  saslHandshakeHandler,
  apiVersionsHandler(() => handlers.map(({ api }) => api)),
  createTopicsHandler,
  deleteTopicsHandler,
  deleteRecordsHandler,
  initProducerIdHandler,
  offsetForLeaderEpochHandler,
  addPartitionsToTxnHandler,
  addOffsetsToTxnHandler,
  endTxnHandler,
  writeTxnMarkersHandler,
  txnOffsetCommitHandler,
  describeAclsHandler,
  createAclsHandler,
  deleteAclsHandler,
  describeConfigsHandler,
  alterConfigsHandler,
  alterReplicaLogDirsHandler,
  describeLogDirsHandler,
  saslAuthenticateHandler,
  createPartitionsHandler,
  createDelegationTokenHandler,
  renewDelegationTokenHandler,
  expireDelegationTokenHandler,
  describeDelegationTokenHandler,
  deleteGroupsHandler,
  electLeadersHandler,
  incrementalAlterConfigsHandler,
  alterPartitionReassignmentsHandler,
  listPartitionReassignmentsHandler,
  offsetDeleteHandler,
  describeClientQuotasHandler,
  alterClientQuotasHandler,
  describeUserScramCredentialsHandler,
  alterUserScramCredentialsHandler,
  describeQuorumHandler,
  updateFeaturesHandler,
  describeClusterHandler,
  describeProducersHandler,
  unregisterBrokerHandler,
  describeTransactionsHandler,
  listTransactionsHandler,
  consumerGroupHeartbeatHandler,
  consumerGroupDescribeHandler,
  listConfigResourcesHandler,
  describeTopicPartitionsHandler,
  addRaftVoterHandler,
  removeRaftVoterHandler,
]
