import type { ReactNode } from 'react'
import { useEffect, useRef } from 'react'
import { useVirtualizer } from '@tanstack/react-virtual'
import styles from './data-table.module.css'
import type { SortOrder } from './sorting.ts'
import { useSortedRows } from './sorting.ts'
import { useRowNavigation } from './row-navigation.ts'
import type { Column } from './table-parts.tsx'
import { Cells, HEADER_HEIGHT, HeaderRow, isControl, SkeletonRows } from './table-parts.tsx'

export interface DataTableProps<Row> {
  /** The accessible name. */
  readonly label: string
  readonly rows: readonly Row[] | undefined
  readonly columns: readonly Column<Row>[]
  readonly rowKey: (row: Row) => string
  /** The row with the focus or the open detail. */
  readonly selectedKey?: string | null
  /** The arrow keys or the pointer have come to a row. */
  readonly onSelect?: (row: Row) => void
  /** Enter or a double click. */
  readonly onOpen?: (row: Row) => void
  /** The rows on screen, a few beyond, after scrolling has come to rest. */
  readonly onVisibleRows?: (rows: readonly Row[]) => void
  /** Shown instead of rows when there are none. */
  readonly empty?: ReactNode
  readonly initialSort?: SortOrder
  readonly rowHeight?: number
  /** Below this width it scrolls sideways instead of squeezing its columns. */
  readonly minWidth?: number
  /** `fill`: takes the height that is left and scrolls. `content`: is as high as its rows. */
  readonly height?: 'fill' | 'content'
}

/**
 * A table for any number of rows: only those on screen are in the document. Arrow keys, Page Up and Down, Home and End
 * move between rows, Enter opens one. While `rows` is undefined it shows skeletons of the final size.
 */
export function DataTable<Row>(props: DataTableProps<Row>): ReactNode {
  const { label, rows, columns, rowKey, selectedKey, empty, initialSort } = props
  const { rowHeight = 34, height = 'fill', minWidth = 0 } = props
  const scrollRef = useRef<HTMLDivElement>(null)
  const { sorted, sort, toggleSort } = useSortedRows({ rows: rows ?? NO_ROWS, columns, initialSort })
  const virtualizer = useVirtualizer({
    count: sorted.length,
    getScrollElement: () => scrollRef.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => keyAt(sorted, index, rowKey),
    overscan: 12,
    scrollPaddingStart: HEADER_HEIGHT,
  })
  const items = virtualizer.getVirtualItems()
  const rowAt = (index: number): Row | undefined => sorted[index]
  const navigation = useRowNavigation({ props, count: sorted.length, rowAt, virtualizer, scrollRef })
  useVisibleRows({ first: items[0]?.index, last: items.at(-1)?.index, sorted, onVisibleRows: props.onVisibleRows })
  const template = columns.map((column) => column.width ?? 'minmax(100px, 1fr)').join(' ')
  const isEmpty = rows !== undefined && rows.length === 0
  if (isEmpty && empty !== undefined) return empty
  return (
    <div className={styles.frame} data-height={height}>
      <div
        ref={scrollRef}
        role="grid"
        aria-label={label}
        aria-rowcount={sorted.length + 1}
        aria-colcount={columns.length}
        aria-busy={rows === undefined}
        className={styles.scroll}
        onKeyDown={navigation.onKeyDown}
      >
        <HeaderRow columns={columns} template={template} minWidth={minWidth} sort={sort} onToggle={toggleSort} />
        {rows === undefined ? (
          <SkeletonRows columns={columns} template={template} rowHeight={rowHeight} />
        ) : (
          <div role="rowgroup" className={styles.body} style={{ height: virtualizer.getTotalSize(), minWidth }}>
            {items.map((item) => {
              const row = sorted[item.index]
              if (row === undefined) return null
              const key = rowKey(row)
              return (
                <div
                  key={item.key}
                  role="row"
                  aria-rowindex={item.index + 2}
                  aria-selected={selectedKey === undefined ? undefined : selectedKey === key}
                  data-row-index={item.index}
                  tabIndex={navigation.tabIndexOf(item.index)}
                  className={styles.row}
                  style={{ gridTemplateColumns: template, height: rowHeight, transform: `translateY(${item.start}px)` }}
                  // The second click of a double click may land on what the first has opened.
                  onClick={(event) => event.detail < 2 && !isControl(event.target) && navigation.onRowClick(item.index)}
                  onDoubleClick={() => props.onSelect && props.onOpen?.(row)}
                  onFocus={() => navigation.onRowFocus(item.index)}
                >
                  <Cells row={row} columns={columns} />
                </div>
              )
            })}
          </div>
        )}
      </div>
    </div>
  )
}

const NO_ROWS: readonly never[] = []

function keyAt<Row>(rows: readonly Row[], index: number, rowKey: (row: Row) => string): string {
  const row = rows[index]
  return row === undefined ? `#${index}` : rowKey(row)
}

interface VisibleRows<Row> {
  readonly first: number | undefined
  readonly last: number | undefined
  readonly sorted: readonly Row[]
  readonly onVisibleRows: ((rows: readonly Row[]) => void) | undefined
}

const SETTLE_MS = 60

function useVisibleRows<Row>({ first, last, sorted, onVisibleRows }: VisibleRows<Row>): void {
  const listener = useRef(onVisibleRows)
  useEffect(() => {
    listener.current = onVisibleRows
  })
  useEffect(() => {
    if (first === undefined || last === undefined) return undefined
    const timer = setTimeout(() => listener.current?.(sorted.slice(first, last + 1)), SETTLE_MS)
    return () => clearTimeout(timer)
  }, [first, last, sorted])
}
