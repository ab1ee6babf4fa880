import { positionsOfGroups, type GroupPosition, type GroupPositions } from '../kafka/offsets-of-groups.ts'
import type { WireCluster } from '../kafka/wire-cluster.ts'

export interface PositionsByTopic {
  readonly byTopic: ReadonlyMap<string, readonly GroupPosition[]>
  /** Why some are missing; null: they are all here. */
  readonly problem: string | null
}

interface Kept {
  readonly at: number
  readonly positions: Promise<PositionsByTopic>
}

// The list of topics asks for its figures every few seconds, and with each scrolling.
const keptMs = 4000
const kept = new WeakMap<WireCluster, Kept>()

/** Where all groups stand, by topic; a few seconds old at most. */
export function recentPositions(cluster: WireCluster): Promise<PositionsByTopic> {
  const now = performance.now()
  const known = kept.get(cluster)
  if (known !== undefined && now - known.at < keptMs) return known.positions
  const positions = currentPositions(cluster)
  kept.set(cluster, { at: now, positions })
  positions.catch(() => kept.delete(cluster))
  return positions
}

/** Where all groups stand now, by topic. */
export async function currentPositions(cluster: WireCluster): Promise<PositionsByTopic> {
  return byTopicOf(await positionsOfGroups(cluster))
}

function byTopicOf({ positions, problem }: GroupPositions): PositionsByTopic {
  const byTopic = new Map<string, GroupPosition[]>()
  for (const position of positions) {
    const known = byTopic.get(position.topic)
    if (known === undefined) byTopic.set(position.topic, [position])
    else known.push(position)
  }
  return { byTopic, problem }
}
