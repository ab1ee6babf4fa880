import type { SnapshotSummary } from '../api/offset-snapshots.ts'
import { findGroup } from '../kafka/group-descriptions.ts'
import { listGroups } from '../kafka/groups.ts'
import { explainError } from '../kafka/kafka-errors.ts'
import type { WireCluster } from '../kafka/wire-cluster.ts'
import type { OffsetSnapshot } from '../settings/offset-snapshot-store.ts'
import { applyReset, deleteGroup, deleteOffsets, saveSnapshot, undoReset } from './change-offsets.ts'
import { groupDetail, groupFigures, groupInTopic } from './group-detail.ts'
import { groupOn, type GroupOnCluster } from './group-on-cluster.ts'
import { storeOf } from './group-store.ts'
import { api } from './implementer.ts'
import { inTurns } from './in-turns.ts'
import { writeOffsetsCsv } from './offsets-csv.ts'
import { previewReset } from './reset-offsets.ts'
import { snapshotOf } from './reset-targets.ts'
import { partitionTimeLags } from './time-lags.ts'
import { byTopicAndPartition } from '../kafka/topic-partition.ts'

// Each group costs a handful of requests to a coordinator that does one at a time anyway.
const GROUPS_AT_ONCE = 8

export const groups = {
  list: api.groups.list.handler(({ context, input }) => listed(context.clusters.get(input.clusterId))),
  figures: api.groups.figures.handler(({ context, input }) => {
    const cluster = context.clusters.get(input.clusterId)
    return inTurns(input.groupIds, GROUPS_AT_ONCE, (groupId) => groupFigures(cluster, groupId))
  }),
  describe: api.groups.describe.handler(({ context, input }) =>
    groupDetail(context.clusters.get(input.clusterId), input.groupId, input.isolation),
  ),
  timeLags: api.groups.timeLags.handler(({ context, input }) =>
    partitionTimeLags(context.clusters.get(input.clusterId), input.groupId),
  ),
  ofTopic: api.groups.ofTopic.handler(async ({ context, input }) => {
    const cluster = context.clusters.get(input.clusterId)
    const { groups: all, problems } = await listed(cluster)
    const found = await inTurns(all, GROUPS_AT_ONCE, async (group) => {
      const inTopic = await groupInTopic(cluster, group.groupId, input.topic)
      return inTopic === null ? [] : [{ ...group, ...inTopic }]
    })
    return { groups: found.flat(), problems }
  }),
  previewReset: api.groups.previewReset.handler(({ context, input }) => {
    const { bootstrapServers, security } = context.clusters.place(input.clusterId)
    const isSecured = security.tls !== null || security.sasl !== null
    const { scope, strategy } = input
    return previewReset(groupOn(context, input), { scope, strategy, bootstrapServers, isSecured })
  }),
  applyReset: api.groups.applyReset.handler(({ context, input }) => applyReset(groupOn(context, input), input)),
  undoReset: api.groups.undoReset.handler(({ context, input }) => undoReset(groupOn(context, input), input)),
  deleteOffsets: api.groups.deleteOffsets.handler(({ context, input }) =>
    deleteOffsets(groupOn(context, input), input.scope),
  ),
  delete: api.groups.delete.handler(({ context, input }) => deleteGroup(groupOn(context, input))),
  snapshots: api.groups.snapshots.handler(async ({ context, input }) => {
    const { snapshots, clusterId, groupId, cluster } = groupOn(context, input)
    const [all, { kafkaClusterId }] = await Promise.all([snapshots.list(clusterId, groupId), cluster.metadata()])
    return all.map((snapshot) => summaryOf(snapshot, kafkaClusterId))
  }),
  deletedGroups: api.groups.deletedGroups.handler(async ({ context, input }) => {
    const { kafkaClusterId } = await context.clusters.get(input.clusterId).metadata()
    const snapshots = await context.offsetSnapshots.ofDeletedGroups(input.clusterId)
    return snapshots.map((snapshot) => summaryOf(snapshot, kafkaClusterId))
  }),
  snapshotOffsets: api.groups.snapshotOffsets.handler(async ({ context, input }) => {
    const group = groupOn(context, { clusterId: input.clusterId, groupId: '' })
    const { offsets } = await snapshotOf(group, input.snapshotId)
    return offsets.map(({ topic, partition, offset }) => ({ topic, partition, offset })).toSorted(byTopicAndPartition)
  }),
  saveSnapshot: api.groups.saveSnapshot.handler(async ({ context, input }) => {
    const snapshot = await saveSnapshot(groupOn(context, input), input.name)
    return summaryOf(snapshot, snapshot.kafkaClusterId)
  }),
  removeSnapshot: api.groups.removeSnapshot.handler(async ({ context, input }) => {
    const snapshot = await context.offsetSnapshots.find(input.clusterId, input.snapshotId)
    if (snapshot !== null) await context.offsetSnapshots.remove(snapshot.id)
  }),
  offsetsAsCsv: api.groups.offsetsAsCsv.handler(async ({ context, input }) => {
    const offsets = await offsetsOf(groupOn(context, input), input.snapshotId)
    const fileName = `${input.groupId.replaceAll(/[^\w.-]+/g, '-')}-offsets.csv`
    return { fileName, csv: writeOffsetsCsv([...offsets].sort(byTopicAndPartition)) }
  }),
}

/** The groups of all brokers that answer; where none does, there is nothing to show but why. */
async function listed(cluster: WireCluster) {
  const { groups: found, problems, askedCount } = await listGroups(cluster)
  const [problem] = problems
  if (problem !== undefined && problems.length === askedCount) throw problem
  return { groups: [...found], problems: problems.map(explainError) }
}

async function offsetsOf(group: GroupOnCluster, snapshotId: string | null) {
  if (snapshotId !== null) return (await snapshotOf(group, snapshotId)).offsets
  const type = (await findGroup(group.cluster, group.groupId))?.type
  return storeOf(group.cluster, group.groupId, type).committed()
}

function summaryOf(snapshot: OffsetSnapshot, kafkaClusterId: string | null): SnapshotSummary {
  const { id, groupId, takenAt, kind, name, why, who, offsets } = snapshot
  const isOfAnotherCluster = snapshot.kafkaClusterId !== kafkaClusterId
  return { id, groupId, takenAt, kind, name, why, who, partitionCount: offsets.length, isOfAnotherCluster }
}
