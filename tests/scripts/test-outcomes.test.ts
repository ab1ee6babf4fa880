import { writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { judge, NOTHING, readPlaywrightReport, readVitestReport } from '../../scripts/test-outcomes.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

async function readAs<T>(read: (path: string) => T, report: unknown): Promise<T> {
  await using folder = await temporaryFolder()
  await writeFile(folder.join('report.json'), JSON.stringify(report))
  return read(folder.join('report.json'))
}

const vitestReport = (testResults: unknown[], counts: object = {}) => ({
  numPassedTests: 0,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  ...counts,
  testResults,
})

test('a runner that ran nothing has failed, whatever its exit code', () => {
  expect(judge(NOTHING, 0)).toEqual({ passed: 0, failed: 1, skipped: 0 })
})

test('a runner that fails without a failed test has failed', () => {
  expect(judge({ passed: 5, failed: 0, skipped: 0 }, 1)).toEqual({ passed: 5, failed: 1, skipped: 0 })
  expect(judge({ passed: 5, failed: 2, skipped: 0 }, 1)).toEqual({ passed: 5, failed: 2, skipped: 0 })
})

test('a report that was never written counts nothing, which is then judged a failure', () => {
  expect(readVitestReport('/no/such/report.json')).toEqual(NOTHING)
  expect(readPlaywrightReport('/no/such/report.json')).toEqual(NOTHING)
})

test('Vitest: a file that broke before its first test counts as one failed test', async () => {
  const counts = { numPassedTests: 3, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1 }
  const report = vitestReport(
    [
      { status: 'failed', assertionResults: [] },
      { status: 'failed', assertionResults: [{ status: 'failed' }] },
      { status: 'passed', assertionResults: [{ status: 'passed' }] },
    ],
    counts,
  )
  expect(await readAs(readVitestReport, report)).toEqual({ passed: 3, failed: 2, skipped: 3 })
})

test('Playwright: a flaky test and an error outside of any test have failed', async () => {
  const report = { stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 2 }, errors: [{ message: 'no such file' }] }
  expect(await readAs(readPlaywrightReport, report)).toEqual({ passed: 4, failed: 3, skipped: 2 })
})
