import type { ReactNode } from 'react'
import { MOST_LINES, VirtualLines } from '../../components/virtual-lines.tsx'
import { formatBytes } from '../../formatting/bytes.ts'
import styles from './content-view.module.css'
import { BYTES_PER_LINE, hexLine, hexLineCount } from './hex.ts'

/** Bytes as they are, sixteen in a line. */
export function HexView({ bytes }: { bytes: Uint8Array }): ReactNode {
  const count = hexLineCount(bytes)
  return (
    <>
      {count > MOST_LINES && (
        <p
          className={styles.note}
        >{`The first ${formatBytes(MOST_LINES * BYTES_PER_LINE)} are shown; save it to see all.`}</p>
      )}
      <VirtualLines
        label="Bytes"
        count={count}
        lineHeight={18}
        renderLine={(index) => {
          const line = hexLine(bytes, index)
          return (
            <code className={styles.line}>
              <span className={styles.position}>{line.position}</span>
              {line.bytes}
              <span className={styles.characters}>{line.characters}</span>
            </code>
          )
        }}
      />
    </>
  )
}
