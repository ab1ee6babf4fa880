import type { ReactNode } from 'react'
import type { LineError } from '../../../api/transfers.ts'
import styles from './transfers.module.css'
import { texts } from '../../../languages/texts.ts'

/** What could not be read, each with its line. */
export function LineErrors({ errors }: { errors: readonly LineError[] }): ReactNode {
  if (errors.length === 0) return null
  return (
    <ul className={styles.errors} aria-label={texts.transfers.linesThatCannotBe}>
      {errors.map(({ line, why }) => (
        <li key={line}>{texts.transfers.lineWith(line, why)}</li>
      ))}
    </ul>
  )
}
