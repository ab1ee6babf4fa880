import type { ReactNode } from 'react'
import styles from './notice.module.css'

/** A sentence that is worth stopping at, and is no error. */
export function Notice({ tone = 'info', children }: { tone?: 'info' | 'warn'; children: ReactNode }): ReactNode {
  return (
    <div role="note" className={styles.notice} data-tone={tone}>
      {children}
    </div>
  )
}
