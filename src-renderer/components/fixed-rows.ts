import type { RefObject } from 'react'
import { useCallback, useEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'

export interface FixedRowsInput {
  readonly count: number
  /** Of each row, in pixels. */
  readonly rowHeight: number
  /** What sticks above the rows and hides as much of them, in pixels. */
  readonly headHeight?: number
  /** Rows beyond those in sight that are in the document. */
  readonly overscan: number
}

export interface FixedRows {
  /** The rows to be in the document: `start` up to, not including, `end`. */
  readonly start: number
  readonly end: number
  /** The node that a row is drawn into. No two rows in the document share one; after a jump those of before are used again. */
  readonly nodeOf: (index: number) => number
  readonly totalHeight: number
  /** For what scrolls. */
  readonly attach: (element: HTMLDivElement | null) => void
  readonly element: RefObject<HTMLDivElement | null>
  readonly scrollToIndex: (index: number, to: { readonly align: 'auto' | 'center' }) => void
}

export interface Sight {
  readonly first: number
  readonly count: number
  /** The row that the node 0 stands for. */
  readonly origin: number
}

/** Until it is known how high the place is. */
const FIRST_SIGHT: Sight = { first: 0, count: 30, origin: 0 }

/**
 * Which rows of one height are in sight. It takes the same time for ten rows as for ten million: nothing is kept of a row,
 * so that a list may grow many times a second.
 */
export function useFixedRows({ count, rowHeight, headHeight = 0, overscan }: FixedRowsInput): FixedRows {
  const element = useRef<HTMLDivElement | null>(null)
  const [attached, setAttached] = useState<HTMLDivElement | null>(null)
  const [sight, setSight] = useState(FIRST_SIGHT)
  const attach = useCallback((found: HTMLDivElement | null) => {
    element.current = found
    setAttached(found)
  }, [])
  useEffect(() => {
    if (!attached) return undefined
    const see = (): void => {
      const first = Math.floor(attached.scrollTop / rowHeight)
      const inSight = Math.ceil(attached.clientHeight / rowHeight) + 1
      setSight((before) => sightAfter(before, { first, count: inSight }))
    }
    // What comes into sight is drawn in the frame that shows it.
    const onScroll = (): void => flushSync(see)
    const observer = new ResizeObserver(see)
    observer.observe(attached)
    attached.addEventListener('scroll', onScroll, { passive: true })
    return () => {
      observer.disconnect()
      attached.removeEventListener('scroll', onScroll)
    }
  }, [attached, rowHeight])
  const scrollToIndex = useCallback<FixedRows['scrollToIndex']>(
    (index, { align }) => {
      const found = element.current
      if (!found) return
      const top = index * rowHeight
      const height = found.clientHeight - headHeight
      if (align === 'center') found.scrollTop = top + rowHeight / 2 - height / 2
      else if (top < found.scrollTop) found.scrollTop = top
      else if (top + rowHeight > found.scrollTop + height) found.scrollTop = top + rowHeight - height
    },
    [rowHeight, headHeight],
  )
  const start = Math.max(0, Math.min(sight.first, count) - overscan)
  const end = Math.min(count, sight.first + sight.count + overscan)
  const nodeOf = (index: number): number => index - sight.origin
  return { start, end: Math.max(start, end), nodeOf, totalHeight: count * rowHeight, attach, element, scrollToIndex }
}

/**
 * Nodes follow their rows over small ways, so that only what comes into sight is drawn. From a way on that brings other rows
 * to most of the places, they keep their places and get other rows: to fill a node costs half of making one. Either
 * way the document has them in the order of the rows.
 */
export function sightAfter(before: Sight, { first, count }: Omit<Sight, 'origin'>): Sight {
  const way = first - before.first
  if (way === 0 && count === before.count) return before
  return { first, count, origin: Math.abs(way) * 3 < count ? before.origin : before.origin + way }
}
