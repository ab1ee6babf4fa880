import type { RefObject } from 'react'
import { useLayoutEffect, useRef } from 'react'

/**
 * Where nodes are used for one row after the other, the focus belongs to the row, not to the node: it goes with the row to its
 * new node, and ends when the row leaves the document. What was meant for one record is never done to another.
 */
export function useFocusOfRow(grid: RefObject<HTMLElement | null>): { readonly onFocus: (target: Element) => void } {
  const focused = useRef<string | null>(null)
  useLayoutEffect(() => {
    const { activeElement } = document
    if (!(activeElement instanceof HTMLElement) || grid.current?.contains(activeElement) !== true) return
    const index = rowIndexAround(activeElement)
    if (index === null || index === focused.current) return
    const row = grid.current.querySelector<HTMLElement>(`[data-row-index="${focused.current}"]`)
    if (row) row.focus({ preventScroll: true })
    else activeElement.blur()
  })
  return {
    onFocus: (target) => {
      focused.current = rowIndexAround(target)
    },
  }
}

function rowIndexAround(element: Element): string | null {
  return element.closest<HTMLElement>('[data-row-index]')?.dataset.rowIndex ?? null
}
