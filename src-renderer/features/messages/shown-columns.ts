import { useState } from 'react'

export const COLUMN_IDS = ['timestamp', 'partition', 'offset', 'key', 'value', 'headers', 'size', 'state'] as const
export type ColumnId = (typeof COLUMN_IDS)[number]

export const COLUMN_NAMES: Readonly<Record<ColumnId, string>> = {
  timestamp: 'Timestamp',
  partition: 'Partition',
  offset: 'Offset',
  key: 'Key',
  value: 'Value',
  headers: 'Headers',
  size: 'Size',
  state: 'Transaction',
}

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
