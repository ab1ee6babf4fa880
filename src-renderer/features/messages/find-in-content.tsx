import { IconChevronDown, IconChevronUp } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useMemo, useState } from 'react'
import { IconButton } from '../../components/button.tsx'
import { SearchField } from '../../components/fields.tsx'
import { Dim } from '../../components/text.tsx'
import { formatCount } from '../../formatting/counts.ts'
import type { Content } from './content.ts'
import styles from './content-view.module.css'
import type { View } from './content-view.tsx'
import { formatJson } from './json-nodes.ts'
import { nodesWith, spansWith } from './content-search.ts'
import type { TextSpan } from './text-lines.ts'
import { texts } from '../../languages/texts.ts'

/** Where something was found: in a text, or which node of a tree. */
export type Found = { readonly in: 'text'; readonly span: TextSpan } | { readonly in: 'tree'; readonly index: number }

export interface ContentFind {
  readonly text: string
  readonly count: number
  /** Which of them is in sight, from 0. */
  readonly position: number
  readonly found: Found | null
  readonly look: (text: string) => void
  readonly step: (by: 1 | -1) => void
}

/** What a view shows as text; null where it shows none. */
export function shownText(content: Content | undefined, view: View): string | null {
  if (view === 'pretty' && content?.json) return formatJson(content.json)
  return view === 'raw' ? (content?.text ?? null) : null
}

/** Finding within one key or value, in what its view shows. */
export function useContentFind(content: Content | undefined, view: View, shown: string | null): ContentFind {
  const [text, setText] = useState('')
  const [step, setStep] = useState(0)
  const nodes = view === 'tree' ? (content?.json ?? null) : null
  const all = useMemo((): readonly Found[] => {
    if (text === '') return []
    if (nodes) return nodesWith(nodes, text).map((index) => ({ in: 'tree', index }))
    return shown === null ? [] : spansWith(shown, text).map((span) => ({ in: 'text', span }))
  }, [nodes, shown, text])
  const position = all.length === 0 ? 0 : ((step % all.length) + all.length) % all.length
  return {
    text,
    count: all.length,
    position,
    found: all[position] ?? null,
    look: (written) => {
      setText(written)
      setStep(0)
    },
    step: (by) => setStep(position + by),
  }
}

/** Enter goes to the next, with Shift to the one before. */
export function FindInContent({ find }: { find: ContentFind }): ReactNode {
  const { text, count, position, look, step } = find
  return (
    <div className={styles.find}>
      <SearchField
        label={texts.messages.findInThisMessage}
        width="100%"
        value={text}
        onChange={look}
        onKeyDown={(event) => {
          if (event.key === 'Enter') step(event.shiftKey ? -1 : 1)
        }}
      />
      {text !== '' && (
        <span role="status" className={styles.findCount}>
          {count === 0 ? (
            <Dim>{texts.messages.notHere}</Dim>
          ) : (
            texts.messages.placeOf(formatCount(position + 1), formatCount(count))
          )}
        </span>
      )}
      {count > 1 && (
        <>
          <IconButton label={texts.messages.theOneBefore} size={24} onClick={() => step(-1)}>
            <IconChevronUp size={14} />
          </IconButton>
          <IconButton label={texts.messages.theNextOne} size={24} onClick={() => step(1)}>
            <IconChevronDown size={14} />
          </IconButton>
        </>
      )}
    </div>
  )
}
