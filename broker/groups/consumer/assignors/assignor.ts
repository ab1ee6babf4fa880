/** The partitions of one member: numbers by topic id. A topic without partitions has no entry. */
export type Assignment = ReadonlyMap<string, ReadonlySet<number>>

/** A member as an assignor sees it. */
export interface AssignableMember {
  readonly memberId: string
  readonly instanceId: string | null
  /** The topics that it reads and that exist. */
  readonly topicIds: ReadonlySet<string>
  /** What the last target gave it. No partition is in the targets of two members. */
  readonly assignment: Assignment
}

export interface AssignmentInput {
  /** In an order that stays the same from one assignment to the next. */
  readonly members: readonly AssignableMember[]
  /** Of every topic that a member reads. */
  readonly partitionCounts: ReadonlyMap<string, number>
}

/** Who is to read what: an assignment for every member of the input. */
export type GroupAssignment = ReadonlyMap<string, Assignment>

/**
 * Divides all partitions of the topics that are read among the members that read them (KIP-848). Pure, and the same for
 * the same input. Neither of Kafka's two assignors looks at racks any more (KIP-1101).
 */
export type Assignor = (input: AssignmentInput) => GroupAssignment

export function readAllTheSame(members: readonly AssignableMember[]): boolean {
  const [first, ...others] = members
  return first === undefined || others.every(({ topicIds }) => isSameSet(first.topicIds, topicIds))
}

function isSameSet(left: ReadonlySet<string>, right: ReadonlySet<string>): boolean {
  if (left === right) return true
  if (left.size !== right.size) return false
  for (const item of left) if (!right.has(item)) return false
  return true
}
