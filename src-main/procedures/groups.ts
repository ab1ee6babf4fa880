import { deleteGroup, listGroups } from '../kafka/groups.ts'
import type { WireCluster } from '../kafka/wire-cluster.ts'
import { groupDetail, groupFigures, groupInTopic } from './group-detail.ts'
import { api } from './implementer.ts'
import { inTurns } from './in-turns.ts'
import { applyReset, previewReset } from './reset-offsets.ts'

// Each group costs a handful of requests to a coordinator that does one at a time anyway.
const GROUPS_AT_ONCE = 8

export const groups = {
  list: api.groups.list.handler(({ context, input }) => completeList(context.clusters.get(input.clusterId))),
  figures: api.groups.figures.handler(({ context, input }) => {
    const cluster = context.clusters.get(input.clusterId)
    return inTurns(input.groupIds, GROUPS_AT_ONCE, (groupId) => groupFigures(cluster, groupId))
  }),
  describe: api.groups.describe.handler(({ context, input }) =>
    groupDetail(context.clusters.get(input.clusterId), input.groupId),
  ),
  ofTopic: api.groups.ofTopic.handler(async ({ context, input }) => {
    const cluster = context.clusters.get(input.clusterId)
    const found = await inTurns(await completeList(cluster), GROUPS_AT_ONCE, async (group) => {
      const inTopic = await groupInTopic(cluster, group.groupId, input.topic)
      return inTopic === null ? [] : [{ ...group, ...inTopic }]
    })
    return found.flat()
  }),
  previewReset: api.groups.previewReset.handler(({ context, input }) =>
    previewReset(context.clusters.get(input.clusterId), input, context.clusters.bootstrapServers(input.clusterId)),
  ),
  applyReset: api.groups.applyReset.handler(async ({ context, input }) => {
    await applyReset(context.clusters.get(input.clusterId), input.groupId, input.offsets)
    return { changedPartitionCount: input.offsets.length }
  }),
  delete: api.groups.delete.handler(({ context, input }) =>
    deleteGroup(context.clusters.get(input.clusterId), input.groupId),
  ),
}

/** Each broker lists the groups that it coordinates: without one of them the list would be taken for complete and is not. */
async function completeList(cluster: WireCluster) {
  const { groups: found, problems } = await listGroups(cluster)
  const [problem] = problems
  if (problem !== undefined) throw problem
  return [...found]
}
