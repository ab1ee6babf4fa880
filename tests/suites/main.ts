import { parseArgs } from 'node:util'
import { BROKER_NAMES, type BrokerName } from './broker-under-suite.ts'
import { runJudged } from './run-judged.ts'
import type { TestResult } from './suite.ts'
import { SUITES, type SuiteName } from './suites.ts'

const USAGE = `npm run conformance -- SUITE [PATH] [--broker brokkr|apache] [--only NAME]...

Runs a conformance suite of somebody else's against a broker, and compares what fails with what is known to fail
(tests/suites/findings). The suite's sources come from a package registry, or from the checkout at PATH. Against our
broker unless --broker says otherwise; --only runs the tests whose names contain NAME.

Suites: ${Object.keys(SUITES).join(', ')}
`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    broker: { type: 'string', default: 'brokkr' },
    only: { type: 'string', multiple: true, default: [] },
    help: { type: 'boolean', default: false },
  },
})
const [suite = '', checkout, ...rest] = positionals

if (values.help) {
  process.stdout.write(USAGE)
} else if (!isSuite(suite) || !isBroker(values.broker) || rest.length > 0) {
  process.stderr.write(USAGE)
  process.exitCode = 2
} else {
  await runSuite(suite, values.broker)
}

async function runSuite(name: SuiteName, broker: BrokerName): Promise<void> {
  process.stdout.write(`${SUITES[name].title}, against ${broker}\n`)
  const { results, unexpected, outdated } = await runJudged(name, { broker, checkout, only: values.only })
  for (const result of results) process.stdout.write(`${line(result)}\n`)
  const count = (outcome: TestResult['outcome']) => results.filter((result) => result.outcome === outcome).length
  process.stdout.write(`\n${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped\n`)
  for (const result of unexpected) process.stdout.write(`not known to fail: ${line(result)}\n`)
  for (const { test } of outdated) process.stdout.write(`no longer fails, its finding is to be removed: ${test}\n`)
  process.exitCode = unexpected.length + outdated.length === 0 && results.length > 0 ? 0 : 1
}

function line({ name, outcome, detail }: TestResult): string {
  return `${{ passed: '✓', failed: '✗', skipped: '-' }[outcome]} ${name}${detail === '' ? '' : `  ${detail}`}`
}

function isSuite(name: string): name is SuiteName {
  return Object.hasOwn(SUITES, name)
}

function isBroker(name: string): name is BrokerName {
  return (BROKER_NAMES as readonly string[]).includes(name)
}
