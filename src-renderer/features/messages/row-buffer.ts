import type { MessageRow } from '../../api/messages.ts'

export type RowOrder = 'newest-first' | 'oldest-first'

/**
 * The rows of a list, in the order of their timestamps over all partitions. Batches may come in any order; each costs
 * time for what it brings as long as it follows what is there.
 *
 * Invariant: there are never more than `capacity` rows; the oldest are dropped and counted.
 */
export class RowBuffer {
  readonly #compare: (left: MessageRow, right: MessageRow) => number
  readonly #order: RowOrder
  readonly #capacity: number
  #rows: MessageRow[] = []
  #droppedCount = 0

  constructor({ order, capacity }: { readonly order: RowOrder; readonly capacity: number }) {
    this.#order = order
    this.#capacity = capacity
    this.#compare = order === 'oldest-first' ? compareRows : (left, right) => compareRows(right, left)
  }

  get droppedCount(): number {
    return this.#droppedCount
  }

  add(batch: readonly MessageRow[]): void {
    this.#rows = this.#cut(mergeSorted(this.#rows, batch.toSorted(this.#compare), this.#compare))
  }

  /** The rows as they are now; later batches do not change what was given. */
  rows(): readonly MessageRow[] {
    return [...this.#rows]
  }

  #cut(rows: MessageRow[]): MessageRow[] {
    const excess = rows.length - this.#capacity
    if (excess <= 0) return rows
    this.#droppedCount += excess
    return this.#order === 'newest-first' ? rows.slice(0, this.#capacity) : rows.slice(excess)
  }
}

/** By time; records of the same time by their place. */
export function compareRows(left: MessageRow, right: MessageRow): number {
  if (left.timestamp !== right.timestamp) return left.timestamp < right.timestamp ? -1 : 1
  if (left.partition !== right.partition) return left.partition - right.partition
  return left.offset < right.offset ? -1 : Number(left.offset > right.offset)
}

type Compare = (left: MessageRow, right: MessageRow) => number

function mergeSorted(left: MessageRow[], right: MessageRow[], compare: Compare): MessageRow[] {
  const firstOfLeft = left[0]
  const lastOfLeft = left.at(-1)
  const firstOfRight = right[0]
  const lastOfRight = right.at(-1)
  if (!firstOfLeft || !lastOfLeft) return right
  if (!firstOfRight || !lastOfRight) return left
  if (compare(lastOfLeft, firstOfRight) <= 0) return left.concat(right)
  if (compare(lastOfRight, firstOfLeft) <= 0) return right.concat(left)
  return weave(left, right, compare)
}

function weave(left: readonly MessageRow[], right: readonly MessageRow[], compare: Compare): MessageRow[] {
  const merged: MessageRow[] = []
  let at = 0
  for (const row of right) {
    for (let next = left[at]; next && compare(next, row) <= 0; next = left[at]) {
      merged.push(next)
      at++
    }
    merged.push(row)
  }
  return merged.concat(left.slice(at))
}
