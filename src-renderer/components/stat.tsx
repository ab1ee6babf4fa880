import { Skeleton } from '@mantine/core'
import type { ReactNode } from 'react'
import styles from './stat.module.css'

/** A figure and what it is. While the value is undefined its place is kept. */
export function Stat(props: { label: string; value: ReactNode | undefined; detail?: ReactNode }): ReactNode {
  return (
    <div className={styles.stat}>
      <div className={styles.label}>{props.label}</div>
      <div className={styles.value}>{props.value ?? <Skeleton height={14} width={64} mt={5} />}</div>
      {props.detail !== undefined && <div className={styles.detail}>{props.detail}</div>}
    </div>
  )
}

/** Figures side by side. */
export function Stats({ children }: { children: ReactNode }): ReactNode {
  return <div className={styles.stats}>{children}</div>
}

export interface Fact {
  readonly name: string
  readonly value: ReactNode
}

/** Names and values below each other. */
export function KeyValue({ facts, nameWidth = 140 }: { facts: readonly Fact[]; nameWidth?: number }): ReactNode {
  return (
    <dl className={styles.facts} style={{ gridTemplateColumns: `${nameWidth}px minmax(0, 1fr)` }}>
      {facts.map((fact) => (
        <div key={fact.name} className={styles.fact}>
          <dt>{fact.name}</dt>
          <dd>{fact.value}</dd>
        </div>
      ))}
    </dl>
  )
}
