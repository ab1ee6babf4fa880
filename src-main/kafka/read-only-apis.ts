import type { Api } from '../../broker/protocol/api.ts'
import { apiVersions } from '../../broker/protocol/messages/api-versions.ts'
import { consumerGroupDescribe } from '../../broker/protocol/messages/consumer-group-describe.ts'
import { describeCluster } from '../../broker/protocol/messages/describe-cluster.ts'
import { describeConfigs } from '../../broker/protocol/messages/describe-configs.ts'
import { describeGroups } from '../../broker/protocol/messages/describe-groups.ts'
import { describeLogDirs } from '../../broker/protocol/messages/describe-log-dirs.ts'
import { fetch } from '../../broker/protocol/messages/fetch.ts'
import { findCoordinator } from '../../broker/protocol/messages/find-coordinator.ts'
import { listGroups } from '../../broker/protocol/messages/list-groups.ts'
import { listOffsets } from '../../broker/protocol/messages/list-offsets.ts'
import { metadata } from '../../broker/protocol/messages/metadata.ts'
import { offsetFetch } from '../../broker/protocol/messages/offset-fetch.ts'

const readOnlyKeys = new Set(
  [
    apiVersions,
    consumerGroupDescribe,
    describeCluster,
    describeConfigs,
    describeGroups,
    describeLogDirs,
    fetch,
    findCoordinator,
    listGroups,
    listOffsets,
    metadata,
    offsetFetch,
  ].map(({ key }) => key),
)

/** Whether a request of this API may be sent twice without anything being done twice. */
export function isReadOnly(api: Api): boolean {
  return readOnlyKeys.has(api.key)
}
