/** `npm test`, and with `--quick` `npm run check`: every check and test there is, counted, in one line at the end. */
import { provideSystemRequirements } from './system-requirements.ts'
import { add, NOTHING, type Outcome } from './test-outcomes.ts'
import { QUICK_STEPS, SLOW_STEPS, type Step } from './test-steps.ts'

const quick = process.argv.includes('--quick')

interface Done {
  readonly step: Step
  readonly outcome: Outcome
  readonly seconds: number
}

async function testEverything(): Promise<Outcome> {
  const done: Done[] = []
  for (const step of quick ? QUICK_STEPS : [...QUICK_STEPS, ...SLOW_STEPS]) {
    say(`\n── ${step.name} ${'─'.repeat(Math.max(0, 90 - step.name.length))}`)
    done.push(await runStep(step, done))
  }
  say(`\n── summary ${'─'.repeat(83)}`)
  for (const { step, outcome, seconds } of done) {
    say(`${outcome.failed > 0 ? '✗' : '✓'} ${step.name.padEnd(34)} ${inWords(outcome)}  (${seconds.toFixed(1)} s)`)
    for (const failure of outcome.failures) say(`  ✗ ${failure}`)
    for (const complaint of outcome.unsteady) say(`  ~ passed when tried again: ${complaint}`)
  }
  return done.map(({ outcome }) => outcome).reduce(add, NOTHING)
}

async function runStep(step: Step, done: readonly Done[]): Promise<Done> {
  const started = performance.now()
  const buildFailed = done.some((each) => each.step.name === 'build' && each.outcome.failed > 0)
  if (step.needsBuild && buildFailed) {
    say('Not run, and counted as failed: the build has failed.')
    return { step, outcome: { ...NOTHING, failed: 1, failures: ['The build has failed.'] }, seconds: 0 }
  }
  const outcome = await step.run(say)
  return { step, outcome, seconds: (performance.now() - started) / 1000 }
}

function inWords({ passed, failed, skipped }: Outcome): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

if (!quick) provideSystemRequirements(say)
const total = await testEverything()
say(`\n${inWords(total)}`)
process.exitCode = total.failed > 0 ? 1 : 0
