import type { ReactNode } from 'react'
import { useMemo } from 'react'
import { VirtualLines } from '../../components/virtual-lines.tsx'
import styles from './content-view.module.css'
import { splitLines } from './text-lines.ts'

const LONG_TEXT = 100_000
const LINE_CHARACTERS = 160

/** Text as it is. A long one is laid out line by line, with long lines broken, so that it appears at once. */
export function TextView({ text }: { text: string }): ReactNode {
  if (text.length > LONG_TEXT) return <LongText text={text} />
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable with the keyboard
    <pre className={styles.text} tabIndex={0} aria-label="Text">
      {text}
    </pre>
  )
}

function LongText({ text }: { text: string }): ReactNode {
  const spans = useMemo(() => splitLines(text, LINE_CHARACTERS), [text])
  return (
    <VirtualLines
      label="Text"
      count={spans.length}
      lineHeight={18}
      renderLine={(index) => {
        const span = spans[index]
        return <code className={styles.line}>{span && text.slice(span.start, span.end)}</code>
      }}
    />
  )
}
