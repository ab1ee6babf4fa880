import type { ReactNode } from 'react'
import { useEffect, useRef } from 'react'
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react'
import { useVirtualizer } from '@tanstack/react-virtual'
import styles from './data-table.module.css'
import type { SortOrder, SortValue } from './sorting.ts'
import { useSortedRows } from './sorting.ts'
import { useRowNavigation } from './row-navigation.ts'
import { TextSkeleton } from './text.tsx'

export interface Column<Row> {
  readonly id: string
  readonly header: string
  readonly cell: (row: Row) => ReactNode
  /** A track of a CSS grid: `120px`, `minmax(160px, 2fr)`. */
  readonly width?: string
  readonly align?: 'start' | 'end'
  /** Given, the column can be sorted by. Null and undefined stand last in both directions. */
  readonly sortBy?: (row: Row) => SortValue
}

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
  const navigation = useRowNavigation({ props, sorted, virtualizer, scrollRef })
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
                  onClick={(event) => !isControl(event.target) && navigation.onRowClick(item.index)}
                  onDoubleClick={() => props.onOpen?.(row)}
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

/** A link or button inside a row acts by itself. */
function isControl(target: EventTarget): boolean {
  return target instanceof Element && target.closest('a, button, input, label') !== null
}

function Cells<Row>({ row, columns }: { row: Row; columns: readonly Column<Row>[] }): ReactNode {
  return columns.map((column) => (
    <div key={column.id} role="gridcell" className={styles.cell} data-align={column.align ?? 'start'}>
      {column.cell(row)}
    </div>
  ))
}

const NO_ROWS: readonly never[] = []
const HEADER_HEIGHT = 32

function keyAt<Row>(rows: readonly Row[], index: number, rowKey: (row: Row) => string): string {
  const row = rows[index]
  return row === undefined ? `#${index}` : rowKey(row)
}

interface HeaderRowProps<Row> {
  readonly columns: readonly Column<Row>[]
  readonly template: string
  readonly minWidth: number
  readonly sort: SortOrder | null
  readonly onToggle: (columnId: string) => void
}

function HeaderRow<Row>({ columns, template, minWidth, sort, onToggle }: HeaderRowProps<Row>): ReactNode {
  return (
    <div role="rowgroup" className={styles.head} style={{ minWidth }}>
      <div role="row" aria-rowindex={1} className={styles.headRow} style={{ gridTemplateColumns: template }}>
        {columns.map((column) => (
          <HeaderCell key={column.id} column={column} sort={sort} onToggle={onToggle} />
        ))}
      </div>
    </div>
  )
}

interface HeaderCellProps<Row> {
  readonly column: Column<Row>
  readonly sort: SortOrder | null
  readonly onToggle: (columnId: string) => void
}

function HeaderCell<Row>({ column, sort, onToggle }: HeaderCellProps<Row>): ReactNode {
  const direction = sort?.columnId === column.id ? sort.direction : null
  const sortState = direction === null ? 'none' : direction === 'up' ? 'ascending' : 'descending'
  return (
    <div
      role="columnheader"
      className={styles.headCell}
      data-align={column.align ?? 'start'}
      aria-sort={column.sortBy ? sortState : undefined}
    >
      {column.sortBy ? (
        <button type="button" className={styles.sort} onClick={() => onToggle(column.id)}>
          <span className={styles.headText}>{column.header}</span>
          {direction === 'up' && <IconChevronUp size={12} aria-hidden />}
          {direction === 'down' && <IconChevronDown size={12} aria-hidden />}
        </button>
      ) : (
        <span className={styles.headText}>{column.header}</span>
      )}
    </div>
  )
}

const SKELETON_WIDTHS = ['62%', '48%', '70%', '55%', '40%', '66%', '52%', '45%'] as const

function SkeletonRows(props: { columns: readonly { id: string }[]; template: string; rowHeight: number }): ReactNode {
  return (
    <div role="presentation" aria-hidden>
      {SKELETON_WIDTHS.map((width) => (
        <div
          key={width}
          className={styles.skeletonRow}
          style={{ gridTemplateColumns: props.template, height: props.rowHeight }}
        >
          {props.columns.map((column) => (
            <div key={column.id} className={styles.cell}>
              <TextSkeleton width={width} />
            </div>
          ))}
        </div>
      ))}
    </div>
  )
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
