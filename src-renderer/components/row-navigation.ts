import type { KeyboardEvent, RefObject } from 'react'
import { useEffect, useRef, useState } from 'react'

interface NavigationInput<Row> {
  readonly props: {
    readonly rowKey: (row: Row) => string
    readonly selectedKey?: string | null
    readonly onSelect?: (row: Row) => void
    readonly onOpen?: (row: Row) => void
  }
  readonly count: number
  /** Undefined: not here yet, or no such row. */
  readonly rowAt: (index: number) => Row | undefined
  readonly virtualizer: { readonly scrollToIndex: (index: number, to: { readonly align: 'auto' }) => void }
  readonly scrollRef: RefObject<HTMLDivElement | null>
}

interface Navigation {
  readonly onKeyDown: (event: KeyboardEvent) => void
  readonly onRowClick: (index: number) => void
  readonly onRowFocus: (index: number) => void
  readonly tabIndexOf: (index: number) => 0 | -1
}

/** Exactly one row can be reached with Tab; the arrow keys move on from there (a roving tab index). */
export function useRowNavigation<Row>({
  props,
  count,
  rowAt,
  virtualizer,
  scrollRef,
}: NavigationInput<Row>): Navigation {
  const [active, setActive] = useState(0)
  const pendingFocus = useRef<number | null>(null)
  const selected = props.selectedKey ?? null
  const current = Math.min(active, Math.max(0, count - 1))

  // A row far away is put into the document by scrolling, and can take the focus only then.
  useEffect(() => {
    const index = pendingFocus.current
    if (index === null) return
    const element = scrollRef.current?.querySelector<HTMLElement>(`[data-row-index="${index}"]`)
    if (!element) return
    pendingFocus.current = null
    element.focus({ preventScroll: true })
  })

  const moveTo = (target: number): void => {
    const index = Math.max(0, Math.min(count - 1, target))
    if (index < 0) return
    pendingFocus.current = index
    virtualizer.scrollToIndex(index, { align: 'auto' })
    setActive(index)
    const row = rowAt(index)
    if (row === undefined) return
    if (selected !== null || props.onOpen === undefined) props.onSelect?.(row)
  }

  return {
    tabIndexOf: (index) => (index === current ? 0 : -1),
    onRowFocus: (index) => setActive(index),
    onRowClick: (index) => {
      const row = rowAt(index)
      if (row === undefined) return
      setActive(index)
      if (props.onSelect) props.onSelect(row)
      else props.onOpen?.(row)
    },
    onKeyDown: (event) => {
      if (!(event.target instanceof HTMLElement) || event.target.dataset.rowIndex === undefined) return
      const pageRows = Math.max(1, Math.floor((scrollRef.current?.clientHeight ?? 400) / 40) - 1)
      const target = targetOf(event.key, { current, last: count - 1, pageRows })
      if (target !== null) {
        event.preventDefault()
        moveTo(target)
        return
      }
      const row = rowAt(current)
      if (event.key !== 'Enter' || row === undefined) return
      event.preventDefault()
      if (props.onOpen) props.onOpen(row)
      else props.onSelect?.(row)
    },
  }
}

interface Place {
  readonly current: number
  readonly last: number
  readonly pageRows: number
}

/** Where a key leads from a row; null for a key that does not move. */
export function targetOf(key: string, { current, last, pageRows }: Place): number | null {
  switch (key) {
    case 'ArrowDown':
      return current + 1
    case 'ArrowUp':
      return current - 1
    case 'PageDown':
      return current + pageRows
    case 'PageUp':
      return current - pageRows
    case 'Home':
      return 0
    case 'End':
      return last
    default:
      return null
  }
}
