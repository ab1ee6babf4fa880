import { IconAlertTriangle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useEffect, useRef } from 'react'
import styles from './error-view.module.css'

/** What happened, why, and what to do: the parts of every error that a person meets. */
export interface ErrorParts {
  readonly what: string
  readonly why: string
  readonly remedy: string
  readonly kafkaError?: string | undefined
}

/** An error where it happened. `actions` are what can be done about it at once. */
export function ErrorView({ problem, actions }: { problem: ErrorParts; actions?: ReactNode }): ReactNode {
  const frame = useRef<HTMLDivElement>(null)
  // In a dialog that scrolls it would appear out of sight.
  useEffect(() => {
    frame.current?.scrollIntoView({ block: 'nearest' })
  }, [problem.what, problem.why])
  return (
    <div ref={frame} role="alert" className={styles.error}>
      <IconAlertTriangle size={16} className={styles.icon} aria-hidden />
      <div className={styles.text}>
        <strong>{problem.what}</strong>
        <p>
          {problem.why}
          {problem.kafkaError !== undefined && <code className={styles.code}>{problem.kafkaError}</code>}
        </p>
        {problem.remedy !== '' && <p className={styles.remedy}>{problem.remedy}</p>}
        {actions !== undefined && <div className={styles.actions}>{actions}</div>}
      </div>
    </div>
  )
}
