import type { BrokerName } from './broker-under-suite.ts'

/** What became of one test of a suite that other people wrote. */
export interface TestResult {
  /** The name by which the suite itself calls it. */
  readonly name: string
  readonly outcome: 'passed' | 'failed' | 'skipped'
  /** The suite's own words on why it failed or was skipped; empty when it passed. */
  readonly detail: string
}

export interface SuiteRun {
  readonly bootstrapServers: string
  readonly broker: BrokerName
  /** Only the tests whose names contain one of these; every test when there are none. */
  readonly only: readonly string[]
}

/** A suite whose sources and tools are at hand. */
export interface PreparedSuite {
  readonly run: (run: SuiteRun) => Promise<readonly TestResult[]>
}

/** A conformance suite of somebody else's, run against either broker in the same way. */
export interface Suite {
  /** What is tested, with its version, as a person would say it. */
  readonly title: string
  /** Broker properties that the suite counts on, given to both brokers. */
  readonly properties: Readonly<Record<string, string>>
  /**
   * Fetches and builds what is needed, once; later calls find it in the project's cache.
   *
   * @param checkout the suite's sources, where they are not to be fetched from a package registry
   */
  readonly prepare: (checkout: string | undefined) => Promise<PreparedSuite>
}
