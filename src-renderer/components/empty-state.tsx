import type { ReactNode } from 'react'
import styles from './empty-state.module.css'

export interface EmptyStateProps {
  readonly icon?: ReactNode
  readonly title: string
  /** What to do next. */
  readonly children?: ReactNode
  readonly actions?: ReactNode
  /** It is all that the screen shows. */
  readonly isScreen?: boolean
}

/** Nothing is here, and this is what to do about it. */
export function EmptyState({ icon, title, children, actions, isScreen = false }: EmptyStateProps): ReactNode {
  const Heading = isScreen ? 'h1' : 'h2'
  return (
    <div className={styles.empty}>
      {icon !== undefined && <div className={styles.icon}>{icon}</div>}
      <Heading className={styles.title}>{title}</Heading>
      {children !== undefined && <div className={styles.text}>{children}</div>}
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </div>
  )
}
