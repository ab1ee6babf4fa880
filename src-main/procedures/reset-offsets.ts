import type { ResetPreview, ResetScope, ResetStrategy } from '../api/group-resets.ts'
import { findGroup } from '../kafka/group-descriptions.ts'
import { partitionBounds } from '../kafka/partition-bounds.ts'
import type { GroupOnCluster } from './group-on-cluster.ts'
import { storeOf } from './group-store.ts'
import { resetCommands, scopeOf } from './reset-command.ts'
import { planReset } from './reset-plan.ts'
import { findTargets } from './reset-targets.ts'
import { byTopicAndPartition, partitionKey } from '../kafka/topic-partition.ts'

export interface ResetRequest {
  readonly scope: ResetScope
  readonly strategy: ResetStrategy
  /** For the command line. */
  readonly bootstrapServers: string
  readonly isSecured: boolean
}

/** What a reset would do. Changes nothing. @throws ProblemError when the scope names what does not exist */
export async function previewReset(group: GroupOnCluster, request: ResetRequest): Promise<ResetPreview> {
  const { cluster, groupId } = group
  const description = await findGroup(cluster, groupId)
  const committed = await storeOf(cluster, groupId, description?.type).committed()
  const { places, leftAlone, badLines } = await findTargets(group, { ...request, committed })
  const offsets = new Map(committed.map((each) => [partitionKey(each), each.offset]))
  const bounds = await partitionBounds(cluster, places)
  const rows = places.map((place, index) => {
    const { startOffset = null, endOffset = null, problem = null } = bounds[index] ?? {}
    const { topic, partition, target } = place
    if (startOffset === null || endOffset === null) throw problem ?? new Error(`${topic}-${partition} has no bounds.`)
    const committedOffset = offsets.get(partitionKey(place)) ?? null
    return planReset({ topic, partition, committedOffset, startOffset, endOffset }, target)
  })
  const type = description?.type ?? 'classic'
  // What is left alone must not be touched by the command either.
  const scope = leftAlone.length > 0 ? scopeOf(rows) : request.scope
  return {
    rows: rows.toSorted(byTopicAndPartition),
    leftAlone,
    badLines,
    state: description?.state ?? 'Dead',
    activeMembers: [...(description?.members ?? [])],
    commands:
      badLines.length > 0 || rows.length === 0
        ? []
        : resetCommands({ ...request, group: { groupId, type }, scope, rows }),
  }
}
