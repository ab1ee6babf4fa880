import { useState } from 'react'
import { texts } from '../../languages/texts.ts'

export const COLUMN_IDS = ['timestamp', 'partition', 'offset', 'key', 'value', 'headers', 'size', 'state'] as const
export type ColumnId = (typeof COLUMN_IDS)[number]

export const columnNames = (): Readonly<Record<ColumnId, string>> => ({
  timestamp: texts.messages.timestamp,
  partition: texts.messages.partition,
  offset: texts.messages.offset,
  key: texts.messages.key,
  value: texts.messages.value,
  headers: texts.messages.headers,
  size: texts.messages.size,
  state: texts.messages.transaction,
})

const FIRST: readonly ColumnId[] = ['timestamp', 'partition', 'offset', 'key', 'value', 'headers', 'size']
const STORED_AS = 'brokkr.messages.columns'

/** Which columns the messages of any topic are shown in, remembered by this window's browser. */
export function useShownColumns(): readonly [readonly ColumnId[], (columns: readonly ColumnId[]) => void] {
  const [columns, setColumns] = useState(read)
  const change = (next: readonly ColumnId[]): void => {
    setColumns(next)
    localStorage.setItem(STORED_AS, JSON.stringify(next))
  }
  return [columns, change]
}

function read(): readonly ColumnId[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(STORED_AS) ?? 'null')
    const known = Array.isArray(stored) ? COLUMN_IDS.filter((id) => stored.includes(id)) : []
    return known.length > 0 ? known : FIRST
  } catch {
    return FIRST
  }
}
