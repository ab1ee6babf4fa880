import type { ReactNode } from 'react'
import type { LineError } from '../../../api/transfers.ts'
import styles from './transfers.module.css'

/** What could not be read, each with its line. */
export function LineErrors({ errors }: { errors: readonly LineError[] }): ReactNode {
  if (errors.length === 0) return null
  return (
    <ul className={styles.errors} aria-label="Lines that cannot be read">
      {errors.map(({ line, why }) => (
        <li key={line}>{`Line ${line}: ${why}`}</li>
      ))}
    </ul>
  )
}
