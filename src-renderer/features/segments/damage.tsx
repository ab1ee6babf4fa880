import { IconAlertTriangle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import styles from './segments.module.css'

/** What of a file cannot be read, and what that means. */
export function Damage({ what, why }: { what: string; why: string }): ReactNode {
  return (
    <div role="alert" className={styles.damage}>
      <IconAlertTriangle size={16} aria-hidden />
      <div>
        <strong>{what}</strong> {why}
        <div className={styles.damageHelp}>
          A broker that starts cuts a damaged end off at the last whole batch; what was acknowledged stands before it.
        </div>
      </div>
    </div>
  )
}
