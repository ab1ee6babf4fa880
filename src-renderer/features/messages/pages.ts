/** Which of a scan's rows are in sight: a page of them, or the whole tail. */
export interface Page {
  /** From 0. */
  readonly number: number
  /** Index of its first row in the scan. */
  readonly first: number
  readonly count: number
  readonly hasPrevious: boolean
  /** Whether there are rows behind it already; more may have to be read. */
  readonly hasNext: boolean
}

/** The page of that number; the last one when there are fewer. */
export function pageOf(number: number, { rowCount, pageSize }: { rowCount: number; pageSize: number }): Page {
  const last = Math.max(0, Math.ceil(rowCount / pageSize) - 1)
  const shown = Math.min(number, last)
  const first = shown * pageSize
  return {
    number: shown,
    first,
    count: Math.max(0, Math.min(pageSize, rowCount - first)),
    hasPrevious: shown > 0,
    hasNext: shown < last,
  }
}
