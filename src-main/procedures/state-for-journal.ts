import type { QuotaEntity } from '../api/access.ts'
import { listAcls } from '../kafka/acls.ts'
import { listQuotas } from '../kafka/client-quotas.ts'
import { describeConfig } from '../kafka/configs.ts'
import { findGroup } from '../kafka/group-descriptions.ts'
import { partitionBounds } from '../kafka/partition-bounds.ts'
import { listScramUsers } from '../kafka/scram-users.ts'
import type { WireCluster } from '../kafka/wire-cluster.ts'
import { storeOf } from './group-store.ts'
import { readThrottle } from './throttle.ts'

// What the cluster says of a thing before and after it is changed, as the journal keeps it: enough to make it as it was.

/** Null where there is no such topic. */
export async function topicShape(cluster: WireCluster, name: string): Promise<unknown> {
  const topic = (await cluster.metadata([name])).topics.get(name)
  if (topic === undefined) return null
  const configs = await describeConfig(cluster, { type: 'topic', name })
  return {
    topicId: topic.topicId,
    partitions: topic.partitions.map(({ replicas }) => replicas),
    configs: Object.fromEntries(
      configs.filter(({ source }) => source === 'topic').map((config) => [config.name, config.value]),
    ),
  }
}

export async function topicConfig(cluster: WireCluster, topic: string, name: string): Promise<unknown> {
  const entry = (await describeConfig(cluster, { type: 'topic', name: topic })).find((each) => each.name === name)
  return entry === undefined ? null : { [name]: entry.value, source: entry.source }
}

/** By topic and partition; a partition without an offset is missing. */
export async function groupOffsets(cluster: WireCluster, groupId: string): Promise<unknown> {
  const type = (await findGroup(cluster, groupId))?.type
  const offsets = await storeOf(cluster, groupId, type).committed()
  return Object.fromEntries(offsets.map(({ topic, partition, offset }) => [`${topic}-${partition}`, offset]))
}

/** `start-end` of each partition, by its number. */
export async function topicBounds(cluster: WireCluster, name: string): Promise<unknown> {
  const { partitions } = await cluster.topic(name)
  const bounds = await partitionBounds(
    cluster,
    partitions.map(({ partition }) => ({ topic: name, partition })),
  )
  return Object.fromEntries(bounds.map((each) => [each.partition, `${each.startOffset}-${each.endOffset}`]))
}

export async function brokerConfig(cluster: WireCluster, nodeId: number | null, name: string): Promise<unknown> {
  const [entry] = await describeConfig(cluster, { type: 'broker', nodeId }, [name])
  return entry === undefined ? null : { [name]: entry.isSensitive ? '(hidden)' : entry.value, source: entry.source }
}

/** The ACLs of these principals. */
export async function accessOfPrincipals(cluster: WireCluster, principals: readonly string[]): Promise<unknown> {
  return ((await listAcls(cluster)) ?? []).filter(({ principal }) => principals.includes(principal))
}

export async function usersNamed(cluster: WireCluster, name: string): Promise<unknown> {
  return (await listScramUsers(cluster)).find((user) => user.name === name) ?? null
}

export async function quotaOf(cluster: WireCluster, entity: QuotaEntity): Promise<unknown> {
  const quotas = await listQuotas(cluster)
  const isSame = (other: QuotaEntity): boolean =>
    other.user === entity.user && other.clientId === entity.clientId && other.ip === entity.ip
  return quotas.find((quota) => isSame(quota.entity))?.limits ?? null
}

export async function throttleRates(cluster: WireCluster): Promise<unknown> {
  const { topics } = await cluster.metadata(null)
  return readThrottle(cluster, [...topics.keys()])
}
