import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isMissing } from '../tests/support/system-requirements.ts'
import { findDesktopRuntime } from './desktop-runtime.ts'
import { judge, NOTHING, readPlaywrightReport, readVitestReport, type Outcome } from './test-outcomes.ts'

const ROOT = join(import.meta.dirname, '..')

/** One part of `npm test`. */
export interface Step {
  readonly name: string
  /** The step looks at `out/`: it cannot be judged when the build has failed. */
  readonly needsBuild?: boolean
  readonly run: (say: (line: string) => void) => Promise<Outcome>
}

/** What runs everywhere and in seconds. */
export const QUICK_STEPS: readonly Step[] = [
  check('types', 'typecheck'),
  check('lint', 'lint'),
  check('format', 'format:check'),
  check('dead code', 'dead-code'),
  { name: 'unit and integration tests', run: () => vitest('unit') },
  check('build', 'build'),
]

/** What needs the built programs and other programs of the system. */
export const SLOW_STEPS: readonly Step[] = [
  { name: 'conformance tests', needsBuild: true, run: () => vitest('conformance') },
  { name: 'end-to-end tests in the browser', needsBuild: true, run: browserEndToEnd },
  { name: 'end-to-end tests on the desktop', needsBuild: true, run: desktopEndToEnd },
]

/** A script of package.json that passes or fails as a whole: it counts as one test. */
function check(name: string, script: string): Step {
  return {
    name,
    run: async () => {
      const exitCode = await run(process.execPath, ['--run', script])
      return exitCode === 0 ? { ...NOTHING, passed: 1 } : { ...NOTHING, failed: 1, failures: [`npm run ${script}`] }
    },
  }
}

async function vitest(project: string): Promise<Outcome> {
  using report = reportFile()
  const args = [
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report.path}`,
  ]
  const exitCode = await run(join(ROOT, 'node_modules/.bin/vitest'), args)
  return judge(readVitestReport(report.path), exitCode)
}

async function browserEndToEnd(say: (line: string) => void): Promise<Outcome> {
  if (!isMissing('chromium')) return playwright('browser')
  say('Skipped: there is no Chromium.')
  return countAsSkipped('browser')
}

async function desktopEndToEnd(say: (line: string) => void): Promise<Outcome> {
  const runtime = await findDesktopRuntime(say)
  const reason =
    runtime.executable === undefined ? runtime.reason : isMissing('xvfb') ? 'there is no display' : undefined
  if (reason === undefined) return playwright('desktop')
  say(`Skipped: ${reason}.`)
  return countAsSkipped('desktop')
}

async function playwright(project: string): Promise<Outcome> {
  using report = reportFile()
  const command = join(ROOT, 'node_modules/.bin/playwright')
  const args = ['test', '--project', project, '--reporter=list,json']
  const withoutDisplay = project === 'desktop' && process.platform === 'linux' && !process.env.DISPLAY
  const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: report.path }
  const exitCode = withoutDisplay
    ? await run('xvfb-run', ['--auto-servernum', '--server-args=-screen 0 1600x1000x24', command, ...args], env)
    : await run(command, args, env)
  return judge(readPlaywrightReport(report.path), exitCode)
}

/** The project's tests are collected and not run, so that as many are reported skipped as there are. */
async function countAsSkipped(project: string): Promise<Outcome> {
  using report = reportFile()
  const args = ['test', '--project', project, '--list', '--reporter=json']
  const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: report.path }
  const exitCode = await run(join(ROOT, 'node_modules/.bin/playwright'), args, env)
  const listed = readPlaywrightReport(report.path)
  return judge({ ...listed, passed: 0, skipped: listed.passed + listed.skipped }, exitCode)
}

async function run(command: string, args: readonly string[], env: Record<string, string> = {}): Promise<number> {
  const child = spawn(command, args, { cwd: ROOT, stdio: 'inherit', env: { ...process.env, ...env } })
  const [code] = (await once(child, 'exit')) as [number | null]
  return code ?? 1
}

function reportFile(): Disposable & { readonly path: string } {
  const folder = mkdtempSync(join(tmpdir(), 'brokkr-report-'))
  return {
    path: join(folder, 'report.json'),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  }
}
