/** How far a group is in a partition. Timestamps are in milliseconds since 1970. */
export interface CommittedOffset {
  readonly offset: bigint
  /** -1 when unknown. */
  readonly leaderEpoch: number
  readonly metadata: string
  readonly commitTimestamp: bigint
  /** Set where the client asked for a retention of its own. */
  readonly expireTimestamp: bigint | null
  readonly topicId: string | null
}

export interface OffsetKey {
  readonly group: string
  readonly topic: string
  readonly partition: number
}

/**
 * The committed offsets of all groups, and those in transactions that have not ended.
 *
 * Of several commits for one partition the one that stands later in the log counts, whatever the order in which their
 * transactions end: each is numbered as it comes.
 */
export class CommittedOffsets {
  readonly #groups = new Map<string, GroupOffsets>()
  readonly #transactions = new Map<string, Transaction>()
  #commits = 0

  /** Topics, then partitions, of a group; empty for a group without offsets. */
  ofGroup(groupId: string): ReadonlyMap<string, ReadonlyMap<number, CommittedOffset>> {
    return this.#groups.get(groupId)?.topics ?? nothing
  }

  groupIds(): Iterable<string> {
    return this.#groups.keys()
  }

  get(key: OffsetKey): CommittedOffset | null {
    return this.#groups.get(key.group)?.topics.get(key.topic)?.get(key.partition) ?? null
  }

  set(key: OffsetKey, committed: CommittedOffset): void {
    this.#put(key, { ...committed, number: this.#commits++ })
  }

  /** A commit inside a transaction: nobody sees it before the transaction ends. */
  setInTransaction(transaction: TransactionId, key: OffsetKey, committed: CommittedOffset): void {
    const id = transactionKey(transaction)
    const open: Transaction = this.#transactions.get(id) ?? new Map()
    this.#transactions.set(id, open)
    open.set(`${key.partition}/${key.topic}/${key.group}`, { key, value: { ...committed, number: this.#commits++ } })
  }

  endTransaction(transaction: TransactionId, outcome: 'committed' | 'aborted'): void {
    const id = transactionKey(transaction)
    const open = this.#transactions.get(id)
    this.#transactions.delete(id)
    if (open === undefined || outcome === 'aborted') return
    for (const { key, value } of open.values()) {
      const current = this.#groups.get(key.group)?.topics.get(key.topic)?.get(key.partition)
      if (current === undefined || current.number < value.number) this.#put(key, value)
    }
  }

  /** Partitions that open transactions have offsets of the group for. */
  *pendingOf(groupId: string): Generator<OffsetKey> {
    for (const open of this.#transactions.values()) {
      for (const { key } of open.values()) if (key.group === groupId) yield key
    }
  }

  /** Groups that open transactions have offsets of; a group may come more than once. */
  *pendingGroupIds(): Generator<string> {
    for (const open of this.#transactions.values()) for (const { key } of open.values()) yield key.group
  }

  /** Forgets an offset, also where an open transaction has one. */
  delete({ group, topic, partition }: OffsetKey): void {
    for (const open of this.#transactions.values()) open.delete(`${partition}/${topic}/${group}`)
    const offsets = this.#groups.get(group)
    const partitions = offsets?.topics.get(topic)
    if (offsets === undefined || partitions === undefined) return
    partitions.delete(partition)
    if (partitions.size === 0) offsets.topics.delete(topic)
    if (offsets.topics.size === 0) this.#groups.delete(group)
  }

  #put({ group, topic, partition }: OffsetKey, committed: NumberedOffset): void {
    const offsets: GroupOffsets = this.#groups.get(group) ?? { topics: new Map() }
    this.#groups.set(group, offsets)
    const partitions = offsets.topics.get(topic) ?? new Map<number, NumberedOffset>()
    offsets.topics.set(topic, partitions)
    partitions.set(partition, committed)
  }
}

/** A producer's transaction, as far as one partition of `__consumer_offsets` is concerned. */
export interface TransactionId {
  readonly logPartition: number
  readonly producerId: bigint
}

interface NumberedOffset extends CommittedOffset {
  readonly number: number
}

interface GroupOffsets {
  readonly topics: Map<string, Map<number, NumberedOffset>>
}

type Transaction = Map<string, { readonly key: OffsetKey; readonly value: NumberedOffset }>

const nothing: ReadonlyMap<string, ReadonlyMap<number, CommittedOffset>> = new Map()

function transactionKey({ logPartition, producerId }: TransactionId): string {
  return `${logPartition}/${producerId}`
}
