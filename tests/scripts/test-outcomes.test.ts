import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { judge, NOTHING, readPlaywrightReport, readVitestReport } from '../../scripts/test-outcomes.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const ROOT = join(import.meta.dirname, '../..')

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
  expect(judge(NOTHING, 0)).toMatchObject({
    passed: 0,
    failed: 1,
    skipped: 0,
    failures: [expect.stringContaining('ran nothing')],
  })
})

test('a runner that fails without a failed test has failed', () => {
  expect(judge({ ...NOTHING, passed: 5 }, 1)).toMatchObject({ passed: 5, failed: 1, skipped: 0 })
  const counted = { ...NOTHING, passed: 5, failed: 2, failures: ['one', 'two'] }
  expect(judge(counted, 1)).toEqual(counted)
})

test('a report that was never written counts nothing, which is then judged a failure', () => {
  expect(readVitestReport('/no/such/report.json')).toEqual(NOTHING)
  expect(readPlaywrightReport('/no/such/report.json')).toEqual(NOTHING)
})

test('Vitest: a file that broke before its first test counts as one failed test', async () => {
  const counts = { numPassedTests: 3, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1 }
  const report = vitestReport(
    [
      { name: '/a/broken.test.ts', status: 'failed', message: 'Cannot find x', assertionResults: [] },
      {
        name: join(ROOT, 'tests/b.test.ts'),
        status: 'failed',
        assertionResults: [
          { status: 'failed', fullName: 'offsets go on', failureMessages: ['\u001B[31mexpected 1\u001B[39m\n at b'] },
        ],
      },
      {
        name: join(ROOT, 'tests/c.test.ts'),
        status: 'passed',
        assertionResults: [
          { status: 'passed', fullName: 'steady', failureMessages: [] },
          { status: 'passed', fullName: 'joins', failureMessages: ['too late\n at c'] },
        ],
      },
    ],
    counts,
  )
  const outcome = await readAs(readVitestReport, report)
  expect(outcome).toMatchObject({ passed: 3, failed: 2, skipped: 3 })
  expect(outcome.failures[0]).toBe('tests/b.test.ts › offsets go on: expected 1')
  expect(outcome.failures[1]).toMatch(/broken\.test\.ts › did not load: Cannot find x$/)
  expect(outcome.unsteady).toEqual(['tests/c.test.ts › joins: too late'])
})

test('Playwright: an error outside of any test is a failure; what passed when tried again is told apart', async () => {
  const spec = (title: string, errors: readonly string[], ok: boolean) => ({
    title,
    ok,
    file: 'tail.spec.ts',
    tests: [{ results: [...errors.map((message) => ({ error: { message } })), {}] }],
  })
  const report = {
    stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 2 },
    errors: [{ message: 'no such file' }],
    suites: [
      {
        specs: [spec('fine', [], true)],
        suites: [{ specs: [spec('red', ['no row'], false), spec('flaky', ['late'], true)] }],
      },
    ],
  }
  expect(await readAs(readPlaywrightReport, report)).toEqual({
    passed: 5,
    failed: 2,
    skipped: 2,
    failures: ['tail.spec.ts › red: no row', 'Playwright › an error outside of any test: no such file'],
    unsteady: ['tail.spec.ts › flaky: late'],
  })
})
