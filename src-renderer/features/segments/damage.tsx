import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import styles from './segments.module.css'

interface DamageProps {
  readonly what: string
  /** Why, and in a second line what it means. */
  readonly children?: ReactNode
  readonly help?: ReactNode
  readonly tone?: 'bad' | 'info'
}

/** What of a file cannot be read, and what that means. */
export function Damage({ what, children, help, tone = 'bad' }: DamageProps): ReactNode {
  return (
    <div role={tone === 'bad' ? 'alert' : 'note'} className={styles.damage} data-tone={tone}>
      {tone === 'bad' ? <IconAlertTriangle size={16} aria-hidden /> : <IconInfoCircle size={16} aria-hidden />}
      <div>
        <strong>{what}</strong> {children}
        {help !== undefined && <div className={styles.damageHelp}>{help}</div>}
      </div>
    </div>
  )
}
