import { IconChevronDown, IconChevronUp } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import styles from './data-table.module.css'
import type { SortOrder, SortValue } from './sorting.ts'
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

/** The height of the row of names. */
export const HEADER_HEIGHT = 32

/** A link or button inside a row acts by itself. */
export function isControl(target: EventTarget): boolean {
  return target instanceof Element && target.closest('a, button, input, label') !== null
}

interface CellsProps<Row> {
  /** Undefined: it has not come yet. */
  readonly row: Row | undefined
  readonly columns: readonly Column<Row>[]
}

/** The contents of a row, one for each column. */
export function Cells<Row>({ row, columns }: CellsProps<Row>): ReactNode {
  return columns.map((column) => (
    <div key={column.id} role="gridcell" className={styles.cell} data-align={column.align ?? 'start'}>
      {row === undefined ? null : column.cell(row)}
    </div>
  ))
}

interface HeaderRowProps<Row> {
  readonly columns: readonly Column<Row>[]
  readonly template: string
  readonly minWidth: number
  readonly sort: SortOrder | null
  readonly onToggle: (columnId: string) => void
}

/** The names of the columns, in sight however far one scrolls. */
export function HeaderRow<Row>({ columns, template, minWidth, sort, onToggle }: HeaderRowProps<Row>): ReactNode {
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
  // A column of buttons has no heading: they say themselves what they do.
  const role = column.header === '' ? 'presentation' : 'columnheader'
  return (
    <div
      role={role}
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

/** Rows of a table that is not known yet. */
export function SkeletonRows(props: {
  columns: readonly { id: string }[]
  template: string
  rowHeight: number
}): ReactNode {
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
