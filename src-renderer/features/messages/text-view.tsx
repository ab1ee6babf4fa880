import type { ReactNode } from 'react'
import { useEffect, useMemo, useRef } from 'react'
import { VirtualLines } from '../../components/virtual-lines.tsx'
import styles from './content-view.module.css'
import type { TextSpan } from './text-lines.ts'
import { splitLines } from './text-lines.ts'
import { texts } from '../../languages/texts.ts'

const LONG_TEXT = 100_000
const LINE_CHARACTERS = 160

export interface TextViewProps {
  readonly text: string
  /** A part that is looked at: it is brought into sight. */
  readonly marked?: TextSpan | null
}

/** Text as it is. A long one is laid out line by line, with long lines broken, so that it appears at once. */
export function TextView({ text, marked = null }: TextViewProps): ReactNode {
  const mark = useRef<HTMLElement>(null)
  useEffect(() => {
    if (marked) mark.current?.scrollIntoView({ block: 'nearest' })
  }, [marked])
  if (text.length > LONG_TEXT) return <LongText text={text} marked={marked} />
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable with the keyboard
    <pre className={styles.text} tabIndex={0} aria-label={texts.messages.text}>
      {marked ? (
        <>
          {text.slice(0, marked.start)}
          <mark ref={mark}>{text.slice(marked.start, marked.end)}</mark>
          {text.slice(marked.end)}
        </>
      ) : (
        text
      )}
    </pre>
  )
}

function LongText({ text, marked }: Required<TextViewProps>): ReactNode {
  const spans = useMemo(() => splitLines(text, LINE_CHARACTERS), [text])
  const markedLine = marked ? spans.findLastIndex(({ start }) => start <= marked.start) : -1
  return (
    <VirtualLines
      label={texts.messages.text}
      count={spans.length}
      lineHeight={18}
      {...(markedLine >= 0 && { activeIndex: markedLine })}
      renderLine={(index) => {
        const span = spans[index]
        return <code className={styles.line}>{span && <Line text={text} span={span} marked={marked} />}</code>
      }}
    />
  )
}

/** A line, and as much of the mark as is in it. */
function Line({ text, span, marked }: { text: string; span: TextSpan; marked: TextSpan | null }): ReactNode {
  const start = Math.max(span.start, marked?.start ?? 0)
  const end = Math.min(span.end, marked?.end ?? 0)
  if (marked === null || start >= end) return text.slice(span.start, span.end)
  return (
    <>
      {text.slice(span.start, start)}
      <mark>{text.slice(start, end)}</mark>
      {text.slice(end, span.end)}
    </>
  )
}
