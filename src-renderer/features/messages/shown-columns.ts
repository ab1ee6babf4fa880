import { useMemo } from 'react'
import { useRememberedText } from '../../api/remembered.ts'
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

/** Which columns the messages of any topic are shown in, found again after a restart. */
export function useShownColumns(): readonly [readonly ColumnId[], (columns: readonly ColumnId[]) => void] {
  const [stored, store] = useRememberedText('message columns')
  const columns = useMemo(() => read(stored), [stored])
  return [columns, (next) => store(next.join(' '))]
}

function read(stored: string): readonly ColumnId[] {
  const names = stored.split(' ')
  const known = COLUMN_IDS.filter((id) => names.includes(id))
  return known.length > 0 ? known : FIRST
}
