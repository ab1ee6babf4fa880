import type { MouseEvent, ReactNode } from 'react'
import { memo, useEffect } from 'react'
import styles from './data-table.module.css'
import { useFixedRows } from './fixed-rows.ts'
import { useFocusOfRow } from './focus-of-row.ts'
import { useRowNavigation } from './row-navigation.ts'
import type { Column } from './table-parts.tsx'
import { Cells, HEADER_HEIGHT, HeaderRow, isControl, SkeletonRows } from './table-parts.tsx'

export interface RowWindowProps<Row> {
  /** The accessible name. */
  readonly label: string
  /** How many rows there are, wherever they are; undefined: not known yet. */
  readonly count: number | undefined
  /** Undefined: it has not come yet. */
  readonly rowAt: (index: number) => Row | undefined
  /** The rows that are in sight, and a few beyond: those that are wanted. `end` is exclusive. */
  readonly onWindow: (start: number, end: number) => void
  readonly columns: readonly Column<Row>[]
  readonly rowKey: (row: Row) => string
  readonly selectedKey: string | null
  readonly onSelect: (row: Row) => void
  /** Shown instead of rows when there are none. */
  readonly empty: ReactNode
  readonly rowHeight: number
  /** Below this width it scrolls sideways. */
  readonly minWidth: number
  /** Brought into sight when it changes. */
  readonly revealed?: { readonly index: number } | null
}

/**
 * A table whose rows lie elsewhere and are asked for as they come into sight. Browsers lay out some 33 million pixels:
 * enough for a million rows.
 */
export function RowWindow<Row>(props: RowWindowProps<Row>): ReactNode {
  const { label, count, rowAt, onWindow, columns, rowKey, selectedKey, empty, rowHeight, minWidth, revealed } = props
  const sight = useFixedRows({ count: count ?? 0, rowHeight, headHeight: HEADER_HEIGHT, overscan: 6 })
  const { start, end, scrollToIndex } = sight
  useEffect(() => onWindow(start, end), [onWindow, start, end])
  useEffect(() => {
    if (revealed) scrollToIndex(revealed.index, { align: 'center' })
  }, [revealed, scrollToIndex])
  const navigation = useRowNavigation({
    props,
    count: count ?? 0,
    rowAt,
    virtualizer: sight,
    scrollRef: sight.element,
  })
  const focus = useFocusOfRow(sight.element)
  const template = columns.map((column) => column.width ?? 'minmax(100px, 1fr)').join(' ')
  if (count === 0) return empty
  return (
    <div className={styles.frame} data-height="fill">
      <div
        ref={sight.attach}
        role="grid"
        aria-label={label}
        aria-rowcount={(count ?? 0) + 1}
        aria-colcount={columns.length}
        aria-busy={count === undefined}
        className={styles.scroll}
        onKeyDown={navigation.onKeyDown}
        onClick={(event) => {
          const index = rowIndexOf(event)
          if (index !== null && !isControl(event.target)) navigation.onRowClick(index)
        }}
        onFocus={({ target }) => {
          focus.onFocus(target)
          if (target.dataset.rowIndex !== undefined) navigation.onRowFocus(Number(target.dataset.rowIndex))
        }}
      >
        <HeaderRow columns={columns} template={template} minWidth={minWidth} sort={null} onToggle={() => {}} />
        {count === undefined ? (
          <SkeletonRows columns={columns} template={template} rowHeight={rowHeight} />
        ) : (
          <div role="rowgroup" className={styles.body} style={{ height: sight.totalHeight, minWidth }}>
            {Array.from({ length: end - start }, (_, at) => {
              const index = start + at
              const row = rowAt(index)
              return (
                <ShownRow
                  key={sight.nodeOf(index)}
                  row={row}
                  index={index}
                  top={index * rowHeight}
                  height={rowHeight}
                  template={template}
                  columns={columns}
                  isSelected={row !== undefined && selectedKey === rowKey(row)}
                  tabIndex={navigation.tabIndexOf(index)}
                />
              )
            })}
          </div>
        )}
      </div>
    </div>
  )
}

/** The row that was clicked; null: none was, but the head of the table or the room beneath it. */
function rowIndexOf({ target }: MouseEvent): number | null {
  const row = target instanceof Element ? target.closest<HTMLElement>('[data-row-index]') : null
  return row === null ? null : Number(row.dataset.rowIndex)
}

interface WindowRowProps<Row> {
  readonly row: Row | undefined
  readonly index: number
  readonly top: number
  readonly height: number
  readonly template: string
  readonly columns: readonly Column<Row>[]
  readonly isSelected: boolean
  readonly tabIndex: 0 | -1
}

function WindowRow<Row>(props: WindowRowProps<Row>): ReactNode {
  const { row, index, top, height, template, columns, isSelected, tabIndex } = props
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      data-row-index={index}
      data-coming={row === undefined}
      tabIndex={tabIndex}
      className={styles.windowRow}
      style={{ gridTemplateColumns: template, height, transform: `translateY(${top}px)` }}
    >
      <Cells row={row} columns={columns} />
    </div>
  )
}

/** Scrolling renders the rows that come into sight; those that stay in their nodes have nothing new to say. */
const ShownRow = memo(WindowRow) as typeof WindowRow
