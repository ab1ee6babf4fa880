import {
  createSortedRowModel,
  rowSortingFeature,
  type SortingState,
  tableFeatures,
  useTable,
} from '@tanstack/react-table'
import { useMemo, useState } from 'react'

export type SortValue = string | number | bigint | boolean | null | undefined

export interface SortOrder {
  readonly columnId: string
  readonly direction: 'up' | 'down'
}

interface SortableColumn<Row> {
  readonly id: string
  readonly sortBy?: (row: Row) => SortValue
}

interface SortInput<Row> {
  readonly rows: readonly Row[]
  readonly columns: readonly SortableColumn<Row>[]
  readonly initialSort: SortOrder | undefined
}

interface SortOutput<Row> {
  readonly sorted: readonly Row[]
  readonly sort: SortOrder | null
  /** The next of: up, down, as given. */
  readonly toggleSort: (columnId: string) => void
}

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() })

/** The rows in the order that the user has chosen by a column's header; equal ones keep their order. */
export function useSortedRows<Row>({ rows, columns, initialSort }: SortInput<Row>): SortOutput<Row> {
  const [sorting, setSorting] = useState<SortingState>(() => (initialSort ? [stateOf(initialSort)] : []))
  const isSorted = sorting.length > 0
  const wrapped = useMemo(() => (isSorted ? rows.map((row) => ({ row })) : []), [rows, isSorted])
  const definitions = useMemo(
    () =>
      columns.map((column) => ({
        id: column.id,
        accessorFn: ({ row }: { row: Row }) => column.sortBy?.(row) ?? undefined,
        enableSorting: column.sortBy !== undefined,
        sortUndefined: 'last' as const,
        sortFn: (left: ValueHolder, right: ValueHolder, id: string) =>
          compareSortValues(left.getValue(id) as SortValue, right.getValue(id) as SortValue),
      })),
    [columns],
  )
  const table = useTable({
    features,
    columns: definitions,
    data: wrapped,
    state: { sorting },
    onSortingChange: setSorting,
    autoResetPageIndex: false,
  } as Parameters<typeof useTable<typeof features, { row: Row }>>[0])
  // Rows in the order they were given need no model, which would cost time for each of them.
  const model = sorting.length === 0 ? null : table.getRowModel().rows
  const sorted = useMemo(() => model?.map((row) => row.original.row) ?? rows, [model, rows])
  const [first] = sorting
  return {
    sorted,
    sort: first ? { columnId: first.id, direction: first.desc ? 'down' : 'up' } : null,
    toggleSort: (columnId) => setSorting((current) => nextSorting(current, columnId)),
  }
}

interface ValueHolder {
  getValue: (columnId: string) => unknown
}

function stateOf({ columnId, direction }: SortOrder): { id: string; desc: boolean } {
  return { id: columnId, desc: direction === 'down' }
}

function nextSorting(current: SortingState, columnId: string): SortingState {
  const [first] = current
  if (first?.id !== columnId) return [{ id: columnId, desc: false }]
  return first.desc ? [] : [{ id: columnId, desc: true }]
}

const COLLATOR = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

/** Texts as people order them (`orders-2` before `orders-10`), numbers of any kind by their value. */
export function compareSortValues(left: SortValue, right: SortValue): number {
  if (typeof left === 'string' && typeof right === 'string') {
    return COLLATOR.compare(left, right) || (left < right ? -1 : Number(left > right))
  }
  if (left === right) return 0
  if (left === null || left === undefined) return 1
  if (right === null || right === undefined) return -1
  return left < right ? -1 : Number(left > right)
}
