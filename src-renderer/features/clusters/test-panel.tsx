import { IconCircleCheck, IconCircleMinus, IconCircleX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useEffect, useRef } from 'react'
import type { TestStep } from '../../api/connections.ts'
import { Mono } from '../../components/text.tsx'
import { texts } from '../../languages/texts.ts'
import styles from './test-panel.module.css'

export interface TestPanelProps {
  readonly steps: readonly TestStep[]
  readonly isRunning: boolean
}

/** The steps of a connection as they are tried, each with what was found and what to do. */
export function TestPanel({ steps, isRunning }: TestPanelProps): ReactNode {
  const verdict = useRef<HTMLParagraphElement>(null)
  // It stands below a form that is taller than most windows.
  useEffect(() => {
    verdict.current?.scrollIntoView({ block: 'nearest' })
  }, [steps.length, isRunning])
  const failures = steps.filter(({ result }) => result === 'failed').length
  return (
    <section aria-label={texts.clusters.testTitle} className={styles.panel} aria-busy={isRunning}>
      <ol className={styles.steps}>
        {steps.map((step) => (
          <Step key={`${step.kind} ${step.target}`} step={step} />
        ))}
      </ol>
      <p ref={verdict} role="status" className={styles.verdict}>
        {isRunning
          ? texts.clusters.testRuns
          : failures === 0
            ? texts.clusters.testPassed
            : texts.clusters.testFailed(failures)}
      </p>
    </section>
  )
}

const ICONS = {
  passed: <IconCircleCheck size={16} aria-hidden />,
  failed: <IconCircleX size={16} aria-hidden />,
  skipped: <IconCircleMinus size={16} aria-hidden />,
} as const

function Step({ step }: { step: TestStep }): ReactNode {
  const { kind, target, result, detail, remedy, durationMs } = step
  return (
    <li className={styles.step} data-result={result}>
      <span className={styles.icon}>{ICONS[result]}</span>
      <div>
        <div className={styles.head}>
          <strong>{texts.clusters.testSteps[kind]}</strong> <Mono>{target}</Mono>
          <span className={styles.result}>
            {result === 'skipped'
              ? texts.clusters.testResults.skipped
              : texts.clusters.took(texts.clusters.testResults[result], durationMs)}
          </span>
        </div>
        <div className={styles.detail}>{detail}</div>
        {remedy !== null && <div className={styles.remedy}>{remedy}</div>}
      </div>
    </li>
  )
}
