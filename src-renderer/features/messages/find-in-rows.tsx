import type { ReactNode } from 'react'
import { useRef, useState } from 'react'
import type { ScanRow } from '../../api/scans.ts'
import { scanSource } from '../../api/scans.ts'
import { SearchField } from '../../components/fields.tsx'
import type { Page } from './pages.ts'
import { texts } from '../../languages/texts.ts'

export interface FindInRowsProps {
  readonly scanId: string | null
  readonly page: Page
  readonly onFound: (row: ScanRow) => void
}

/**
 * Goes from row to row of those that are loaded already, by what of key, value and headers is shown. It reads nothing
 * of the topic and says so: a filter is what looks at every message.
 */
export function FindInRows({ scanId, page, onFound }: FindInRowsProps): ReactNode {
  const [text, setText] = useState('')
  const [outcome, setOutcome] = useState('')
  const last = useRef(-1)
  const find = async (): Promise<void> => {
    if (scanId === null || text === '') return
    const row = await findRow({ scanId, page, text, after: last.current })
    last.current = row?.index ?? -1
    setOutcome(row ? '' : texts.messages.notInTheLoaded)
    if (row) onFound(row)
  }
  return (
    <>
      {outcome !== '' && <span role="status">{outcome}</span>}
      <SearchField
        label={texts.messages.findInLoadedRows}
        width={150}
        value={text}
        onChange={(written) => {
          setText(written)
          setOutcome('')
          last.current = -1
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') void find().catch(() => setOutcome(texts.messages.theRowsAreGone))
        }}
      />
    </>
  )
}

interface Search {
  readonly scanId: string
  readonly page: Page
  readonly text: string
  readonly after: number
}

const ROWS_AT_ONCE = 1000

/** The next row behind `after` that has the text, beginning anew at the end; null when none has. */
async function findRow({ scanId, page, text, after }: Search): Promise<ScanRow | null> {
  const { first, count } = page
  const wanted = text.toLowerCase()
  const start = after >= first && after < first + count ? after + 1 : first
  const ranges = [
    { from: start, to: first + count },
    { from: first, to: start },
  ]
  for (const { from, to } of ranges) {
    for (let at = from; at < to; at += ROWS_AT_ONCE) {
      const { rows } = await scanSource.rows(scanId, { from: at, count: Math.min(ROWS_AT_ONCE, to - at) })
      const found = rows.find((row) => hasText(row, wanted))
      if (found) return found
    }
  }
  return null
}

/** `wanted` is in small letters. */
function hasText({ key, value, headers }: Pick<ScanRow, 'key' | 'value' | 'headers'>, wanted: string): boolean {
  const shown = [key.text, value.text, ...headers.flatMap((header) => [header.key, header.value.text])]
  return shown.some((text) => text.toLowerCase().includes(wanted))
}
