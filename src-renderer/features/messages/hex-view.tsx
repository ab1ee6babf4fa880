import type { ReactNode } from 'react'
import { useRef } from 'react'
import { useElementWidth } from '../../components/element-width.ts'
import { MOST_LINES, VirtualLines } from '../../components/virtual-lines.tsx'
import { formatBytes } from '../../formatting/bytes.ts'
import styles from './content-view.module.css'
import { hexLine, hexLineCount } from './hex.ts'
import { texts } from '../../languages/texts.ts'

/** From here on there is room for sixteen bytes in a line. */
const WIDE = 580

/** Bytes as they are, beside the characters that they would be. */
export function HexView({ bytes }: { bytes: Uint8Array }): ReactNode {
  const frame = useRef<HTMLDivElement>(null)
  const width = useElementWidth(frame)
  const perLine = width !== null && width >= WIDE ? 16 : 8
  const count = hexLineCount(bytes, perLine)
  return (
    <div ref={frame} className={styles.hex}>
      {count > MOST_LINES && (
        <p className={styles.note}>{texts.messages.theFirstAreShown(formatBytes(MOST_LINES * perLine))}</p>
      )}
      <VirtualLines
        label={texts.messages.bytes}
        count={count}
        lineHeight={18}
        renderLine={(index) => {
          const line = hexLine(bytes, index, perLine)
          return (
            <code className={styles.line}>
              <span className={styles.position}>{line.position}</span>
              {line.bytes}
              <span className={styles.characters}>{line.characters}</span>
            </code>
          )
        }}
      />
    </div>
  )
}
