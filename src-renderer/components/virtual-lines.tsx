import type { KeyboardEvent, ReactNode } from 'react'
import { useEffect } from 'react'
import { useFixedRows } from './fixed-rows.ts'
import styles from './virtual-lines.module.css'

export interface VirtualLinesProps {
  /** The accessible name. */
  readonly label: string
  readonly count: number
  readonly lineHeight?: number
  readonly renderLine: (index: number) => ReactNode
  /** `tree` when the lines are `treeitem`s. */
  readonly role?: 'region' | 'tree'
  /** The element id of the line that the keyboard is at, for a tree. */
  readonly activeId?: string | undefined
  /** Kept on screen when it changes. */
  readonly activeIndex?: number
  readonly onKeyDown?: (event: KeyboardEvent) => void
}

/** Browsers lay out no more than about 33 million pixels; beyond that, lines at the end could not be reached. */
export const MOST_LINES = 1_500_000

/** Any number of lines of one height: only those on screen are in the document. */
export function VirtualLines(props: VirtualLinesProps): ReactNode {
  const { label, count, lineHeight = 20, renderLine, role = 'region', activeId, activeIndex, onKeyDown } = props
  const lines = useFixedRows({ count: Math.min(count, MOST_LINES), rowHeight: lineHeight, overscan: 20 })
  const { start, end, scrollToIndex } = lines
  useEffect(() => {
    if (activeIndex !== undefined) scrollToIndex(activeIndex, { align: 'auto' })
  }, [activeIndex, scrollToIndex])
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- its role comes from who uses it
    <div
      ref={lines.attach}
      role={role}
      aria-label={label}
      aria-activedescendant={activeId}
      tabIndex={0}
      className={styles.scroll}
      onKeyDown={onKeyDown}
    >
      <div role="presentation" className={styles.lines} style={{ height: lines.totalHeight }}>
        {Array.from({ length: end - start }, (_, at) => start + at).map((index) => (
          <div
            key={index}
            role="presentation"
            className={styles.line}
            style={{
              height: lineHeight,
              lineHeight: `${lineHeight}px`,
              transform: `translateY(${index * lineHeight}px)`,
            }}
          >
            {renderLine(index)}
          </div>
        ))}
      </div>
    </div>
  )
}
