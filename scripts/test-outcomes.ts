import { readFileSync } from 'node:fs'

/** How many tests of a step did what. */
export interface Outcome {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

export const NOTHING: Outcome = { passed: 0, failed: 0, skipped: 0 }

export function add(a: Outcome, b: Outcome): Outcome {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped }
}

/** A runner that failed without a failed test, or that ran nothing at all, is itself one failure. */
export function judge(counted: Outcome, exitCode: number): Outcome {
  const ranNothing = counted.passed + counted.failed + counted.skipped === 0
  const failedSilently = exitCode !== 0 && counted.failed === 0
  return ranNothing || failedSilently ? add(counted, { ...NOTHING, failed: 1 }) : counted
}

interface VitestReport {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numTodoTests: number
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly { status: string }[] }[]
}

/** Vitest's JSON report. A file that failed before its first test counts as one failed test. */
export function readVitestReport(path: string): Outcome {
  const report = readReport(path) as VitestReport | undefined
  if (report === undefined) return NOTHING
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  )
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles.length,
    skipped: report.numPendingTests + report.numTodoTests,
  }
}

interface PlaywrightReport {
  readonly stats: {
    readonly expected: number
    readonly unexpected: number
    readonly flaky: number
    readonly skipped: number
  }
  readonly errors: readonly unknown[]
}

/** Playwright's JSON report. A test that passed only at a second try has not passed. */
export function readPlaywrightReport(path: string): Outcome {
  const report = readReport(path) as PlaywrightReport | undefined
  if (report === undefined) return NOTHING
  const { expected, unexpected, flaky, skipped } = report.stats
  return { passed: expected, failed: unexpected + flaky + report.errors.length, skipped }
}

function readReport(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}
