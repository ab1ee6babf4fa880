import type { ReactNode } from 'react'
import type { FieldPreview } from '../../api/scans.ts'
import { formatBytes } from '../../formatting/bytes.ts'
import styles from './preview-cell.module.css'
import { texts } from '../../languages/texts.ts'

interface PreviewCellProps {
  readonly preview: FieldPreview
  /** A null value deletes its key in a compacted topic. */
  readonly isValue?: boolean
}

/** The beginning of a key or value in one line. What is no text is said by a mark, so that it cannot pass for text. */
export function PreviewCell({ preview, isValue = false }: PreviewCellProps): ReactNode {
  switch (preview.kind) {
    case 'null':
      return <span className={styles.mark}>{isValue ? texts.messages.nullTombstone : texts.messages.nullMark}</span>
    case 'empty':
      return <span className={styles.mark}>{texts.messages.empty}</span>
    case 'binary':
      return (
        <span className={styles.text}>
          <span className={styles.mark}>{texts.messages.binary(formatBytes(preview.sizeBytes))}</span>{' '}
          <span className={styles.hex}>{spacedHex(preview.text)}</span>
        </span>
      )
    default:
      return <span className={styles.text}>{preview.text}</span>
  }
}

/** A few bytes are enough to recognise a format. */
function spacedHex(hex: string): string {
  return (hex.slice(0, 64).match(/../g) ?? []).join(' ')
}
