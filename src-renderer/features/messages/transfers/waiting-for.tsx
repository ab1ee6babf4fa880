import type { ReactNode } from 'react'
import styles from './transfers.module.css'

/** Why nothing is written at the moment: by itself a count that stands still says nothing. */
export function WaitingFor({ progress }: { progress: { readonly waitingFor: string | null } | null }): ReactNode {
  const why = progress?.waitingFor ?? null
  return why !== null && <div className={styles.waiting}>{why}</div>
}
