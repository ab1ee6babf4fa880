import { startBrokerUnderSuite, type BrokerName } from './broker-under-suite.ts'
import { findingsOf, judge, type Judgement } from './expectations.ts'
import type { TestResult } from './suite.ts'
import { SUITES, type SuiteName } from './suites.ts'

export interface JudgedRun extends Judgement {
  readonly results: readonly TestResult[]
}

export interface RunOptions {
  readonly broker: BrokerName
  readonly checkout?: string | undefined
  /** Only the tests whose names contain one of these; every test when there are none. */
  readonly only?: readonly string[]
}

/** Runs a suite against a fresh broker, and compares what came of it with what is known of it. */
export async function runJudged(name: SuiteName, { broker, checkout, only = [] }: RunOptions): Promise<JudgedRun> {
  const suite = SUITES[name]
  const findings = findingsOf(name)
  const prepared = await suite.prepare(checkout)
  const run = async (tests: readonly string[]) => {
    await using kafka = await startBrokerUnderSuite(broker, suite.properties)
    return await prepared.run({ bootstrapServers: kafka.bootstrapServers, broker, only: tests })
  }
  const results = await run(only)
  const { unexpected } = judge(results, findings, broker)
  // Many tests have limits of seconds, which company on a busy machine makes them miss: they get a second try alone.
  const again = unexpected.length === 0 ? [] : await run(unexpected.map((result) => result.name))
  const settled = results.map((result) => again.find((other) => other.name === result.name) ?? result)
  return { results: settled, ...judge(settled, findings, broker) }
}
