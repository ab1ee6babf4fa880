import type { ReactNode } from 'react'
import { useEffect, useRef } from 'react'
import { texts } from '../../languages/texts.ts'
import { levelOf } from './log-level.ts'
import styles from './log-lines.module.css'

/** Lines of a log, the newest at the bottom; follows new ones as long as the bottom is in view. */
export function LogLines({ lines, height }: { lines: readonly string[]; height: number }): ReactNode {
  const frame = useRef<HTMLDivElement>(null)
  const isAtEnd = useRef(true)
  useEffect(() => {
    if (isAtEnd.current && frame.current) frame.current.scrollTop = frame.current.scrollHeight
  }, [lines])
  return (
    <div
      ref={frame}
      role="log"
      aria-label={texts.localCluster.log.label}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls must be reachable with the keyboard
      tabIndex={0}
      className={styles.lines}
      style={{ height }}
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        isAtEnd.current = scrollHeight - scrollTop - clientHeight < 8
      }}
    >
      {lines.length === 0 && <span className={styles.none}>{texts.localCluster.log.nothing}</span>}
      {lines.map((line, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- lines have no identity but their place
        <div key={index} className={styles.line} data-level={levelOf(line)}>
          {line}
        </div>
      ))}
    </div>
  )
}
