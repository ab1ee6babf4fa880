export interface CurrentAssignment {
  readonly partition: number
  readonly replicas: readonly number[]
}

export interface BalanceOptions {
  readonly replicationFactor: number
  /** The brokers that may hold replicas. */
  readonly nodeIds: readonly number[]
}

/**
 * Spreads the partitions of a topic over brokers. A replica that may stay stays, in its order; what is missing goes to the brokers
 * that have the fewest of the topic's, and where a partition loses its first replica, the broker that leads the fewest takes the lead.
 *
 * Invariant: each partition has `replicationFactor` different brokers, all of `nodeIds`; the same input gives the same plan.
 */
export function balancedAssignment(
  current: readonly CurrentAssignment[],
  { replicationFactor, nodeIds }: BalanceOptions,
): CurrentAssignment[] {
  if (replicationFactor > nodeIds.length) throw new RangeError('More replicas are wanted than there are brokers.')
  const allowed = new Set(nodeIds)
  const most = Math.ceil((current.length * replicationFactor) / nodeIds.length)
  const held = new Map(nodeIds.map((nodeId) => [nodeId, 0]))
  const led = new Map(nodeIds.map((nodeId) => [nodeId, 0]))
  const kept = current.map(({ partition, replicas }) => {
    const staying: number[] = []
    for (const nodeId of replicas) {
      const isFull = (held.get(nodeId) ?? 0) >= most
      if (!allowed.has(nodeId) || isFull || staying.length === replicationFactor) continue
      staying.push(nodeId)
      add(held, nodeId)
    }
    return { partition, staying, leader: staying[0] === replicas[0] ? staying[0] : undefined }
  })
  for (const { leader } of kept) if (leader !== undefined) add(led, leader)
  return kept.map(({ partition, staying, leader }) => {
    const replicas = [...staying]
    while (replicas.length < replicationFactor) {
      const next = fewest(
        inRing(nodeIds, replicas[0]).filter((nodeId) => !replicas.includes(nodeId)),
        held,
      )
      replicas.push(next)
      add(held, next)
    }
    if (leader !== undefined) return { partition, replicas }
    const first = fewest(replicas, led)
    add(led, first)
    return { partition, replicas: [first, ...replicas.filter((nodeId) => nodeId !== first)] }
  })
}

function add(counts: Map<number, number>, nodeId: number): void {
  counts.set(nodeId, (counts.get(nodeId) ?? 0) + 1)
}

/** The brokers that come after one, and then from the beginning: partitions do not all choose the same neighbour. */
function inRing(nodeIds: readonly number[], after: number | undefined): readonly number[] {
  const at = after === undefined ? 0 : nodeIds.indexOf(after) + 1
  return [...nodeIds.slice(at), ...nodeIds.slice(0, at)]
}

/** The first of those that have the fewest. */
function fewest(nodeIds: readonly number[], counts: ReadonlyMap<number, number>): number {
  const [first] = nodeIds.toSorted((a, b) => (counts.get(a) ?? 0) - (counts.get(b) ?? 0))
  if (first === undefined) throw new RangeError('No broker is left.')
  return first
}
