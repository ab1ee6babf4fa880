import { readFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { stripVTControlCharacters } from 'node:util'

const ROOT = join(import.meta.dirname, '..')

/** How many tests of a step did what. */
export interface Outcome {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  /** Where each failed test stands, its name, and what it complained of: for the summary, which is often all that is kept. */
  readonly failures: readonly string[]
  /** The same of tests that failed at first and passed when they were tried again: they count as passed, and are told apart. */
  readonly unsteady: readonly string[]
}

export const NOTHING: Outcome = { passed: 0, failed: 0, skipped: 0, failures: [], unsteady: [] }

export function add(a: Outcome, b: Outcome): Outcome {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
    failures: [...a.failures, ...b.failures],
    unsteady: [...a.unsteady, ...b.unsteady],
  }
}

/** A runner that failed without a failed test, or that ran nothing at all, is itself one failure. */
export function judge(counted: Outcome, exitCode: number): Outcome {
  const ranNothing = counted.passed + counted.failed + counted.skipped === 0
  const failedSilently = exitCode !== 0 && counted.failed === 0
  return ranNothing || failedSilently
    ? add(counted, { ...NOTHING, failed: 1, failures: ['The runner failed without a failed test, or ran nothing.'] })
    : counted
}

interface VitestTest {
  readonly status: string
  readonly fullName: string
  readonly failureMessages: readonly string[]
}

interface VitestFile {
  readonly name: string
  readonly status: string
  readonly message: string
  readonly assertionResults: readonly VitestTest[]
}

interface VitestReport {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numTodoTests: number
  readonly testResults: readonly VitestFile[]
}

/** Vitest's JSON report. A file that failed before its first test counts as one failed test. */
export function readVitestReport(path: string): Outcome {
  const report = readReport(path) as VitestReport | undefined
  if (report === undefined) return NOTHING
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  )
  const complaintsOf = (status: string): string[] =>
    report.testResults.flatMap((file) =>
      file.assertionResults
        .filter((test) => test.status === status && test.failureMessages.length > 0)
        .map((test) => describe(file.name, test.fullName, test.failureMessages[0])),
    )
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles.length,
    skipped: report.numPendingTests + report.numTodoTests,
    failures: [
      ...complaintsOf('failed'),
      ...brokenFiles.map((file) => describe(file.name, 'did not load', file.message)),
    ],
    // Vitest keeps what a test complained of before it passed.
    unsteady: complaintsOf('passed'),
  }
}

interface PlaywrightSpec {
  readonly ok: boolean
  readonly title: string
  readonly file: string
  readonly tests: readonly { readonly results: readonly { readonly error?: { readonly message?: string } }[] }[]
}

interface PlaywrightSuite {
  readonly specs?: readonly PlaywrightSpec[]
  readonly suites?: readonly PlaywrightSuite[]
}

interface PlaywrightReport {
  readonly suites: readonly PlaywrightSuite[]
  readonly stats: {
    readonly expected: number
    readonly unexpected: number
    readonly flaky: number
    readonly skipped: number
  }
  readonly errors: readonly { readonly message?: string }[]
}

/** Playwright's JSON report. */
export function readPlaywrightReport(path: string): Outcome {
  const report = readReport(path) as PlaywrightReport | undefined
  if (report === undefined) return NOTHING
  const { expected, unexpected, flaky, skipped } = report.stats
  const specs = report.suites.flatMap(specsOf)
  const outside = report.errors.map(({ message }) => describe('Playwright', 'an error outside of any test', message))
  return {
    passed: expected + flaky,
    failed: unexpected + report.errors.length,
    skipped,
    failures: [...specs.filter(({ ok }) => !ok).map(complaintOf), ...outside],
    unsteady: specs.filter((spec) => spec.ok && errorsOf(spec).length > 0).map(complaintOf),
  }
}

function specsOf(suite: PlaywrightSuite): PlaywrightSpec[] {
  return [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specsOf)]
}

function complaintOf(spec: PlaywrightSpec): string {
  return describe(spec.file, spec.title, errorsOf(spec)[0]?.message)
}

function errorsOf({ tests }: PlaywrightSpec): { readonly message?: string }[] {
  return tests.flatMap(({ results }) => results.flatMap(({ error }) => error ?? []))
}

/** One line: a runner's messages are long and coloured; their first line says what it is about. */
function describe(file: string, name: string, message = ''): string {
  const firstLine = stripVTControlCharacters(message).trim().split('\n', 1)[0] ?? ''
  return `${relative(ROOT, resolve(ROOT, file))} › ${name}${firstLine === '' ? '' : `: ${firstLine}`}`
}

function readReport(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}
