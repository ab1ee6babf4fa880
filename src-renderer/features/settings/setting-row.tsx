import type { ReactNode } from 'react'
import styles from './setting-row.module.css'

/** A preference: what it is on the left, its control on the right. */
export function SettingRow(props: { title: string; description: string; children: ReactNode }): ReactNode {
  return (
    <div className={styles.row}>
      <div className={styles.text}>
        <div className={styles.title}>{props.title}</div>
        <div className={styles.description}>{props.description}</div>
      </div>
      {props.children}
    </div>
  )
}
