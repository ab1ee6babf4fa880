import type { ReactNode } from 'react'
import type { ReadMessage } from '../../api/scans.ts'
import { CopyButton } from '../../components/copy-button.tsx'
import { Dim } from '../../components/text.tsx'
import { formatBytes } from '../../formatting/bytes.ts'
import { readContent } from './content.ts'
import { toHex } from './hex.ts'
import styles from './header-list.module.css'
import { texts } from '../../languages/texts.ts'

type Header = ReadMessage['headers'][number]

/** The headers in the order they were written, also those of the same name. */
export function HeaderList({ headers }: { headers: readonly Header[] }): ReactNode {
  if (headers.length === 0) {
    return (
      <p className={styles.none}>
        <Dim>{texts.messages.theRecordHasNo}</Dim>
      </p>
    )
  }
  return (
    <ol className={styles.list}>
      {headers.map((header, place) => (
        // oxlint-disable-next-line react/no-array-index-key -- the same header may come twice, and none ever moves
        <li key={place} className={styles.header}>
          <div className={styles.key}>{header.key === '' ? <Dim>{texts.messages.noName}</Dim> : header.key}</div>
          <HeaderValue base64={header.isNull ? null : header.base64} />
          {header.isCut && <Dim>{texts.messages.theFirstOf(formatBytes(header.sizeBytes))}</Dim>}
        </li>
      ))}
    </ol>
  )
}

function HeaderValue({ base64 }: { base64: string | null }): ReactNode {
  if (base64 === null) return <span className={styles.mark}>{texts.messages.nullMark}</span>
  if (base64 === '') return <span className={styles.mark}>{texts.messages.empty}</span>
  const { bytes, text, hasControlCharacters } = readContent(base64)
  const isText = text !== null && !hasControlCharacters
  const shown = isText ? text : toHex(bytes)
  return (
    <div className={styles.value}>
      <div className={styles.text}>
        {!isText && <span className={styles.mark}>{texts.messages.binary(formatBytes(bytes.length))}</span>}
        {isText ? shown : ` ${shown}`}
      </div>
      <CopyButton text={shown} />
    </div>
  )
}
