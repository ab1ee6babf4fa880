import type { ReactNode } from 'react'
import styles from './badge.module.css'

export type Tone = 'neutral' | 'ok' | 'warn' | 'bad' | 'info' | 'accent'

/** A short word about a thing: its state, its kind. */
export function Badge({ children, tone = 'neutral' }: { children: ReactNode; tone?: Tone }): ReactNode {
  return (
    <span className={styles.badge} data-tone={tone}>
      {children}
    </span>
  )
}

/** A coloured dot before a word; the word says the same, so that colour is never alone. */
export function StatusDot({ tone, isPulsing = false }: { tone: Tone; isPulsing?: boolean }): ReactNode {
  return <span className={styles.dot} data-tone={tone} data-pulsing={isPulsing} data-keeps-colour aria-hidden />
}
