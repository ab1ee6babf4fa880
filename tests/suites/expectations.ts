import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BrokerName } from './broker-under-suite.ts'
import type { SuiteName } from './suites.ts'
import type { TestResult } from './suite.ts'

/** A test of somebody else's suite that is known to fail, and what is known of it. */
export interface Finding {
  readonly test: string
  /** Whom it fails against. */
  readonly brokers: readonly BrokerName[]
  /** Passes sometimes: the outcome is then not judged. */
  readonly unsteady?: boolean
  readonly why: string
  /** What it would take for it to pass against ours; left out where nothing is to be done. */
  readonly remedy?: string
}

export interface Judgement {
  /** Failures that no finding explains. */
  readonly unexpected: readonly TestResult[]
  /** Findings that no longer hold: the test passes. */
  readonly outdated: readonly Finding[]
}

/** What is known to fail, from `findings/SUITE.json`. */
export function findingsOf(suite: SuiteName): readonly Finding[] {
  return JSON.parse(readFileSync(join(import.meta.dirname, 'findings', `${suite}.json`), 'utf8')) as Finding[]
}

/** Compares what became of the tests with what is known of them. */
export function judge(results: readonly TestResult[], findings: readonly Finding[], broker: BrokerName): Judgement {
  const known = findings.filter(({ brokers }) => brokers.includes(broker))
  const outcomes = new Map(results.map(({ name, outcome }) => [name, outcome]))
  return {
    unexpected: results.filter(({ name, outcome }) => outcome === 'failed' && !known.some(({ test }) => test === name)),
    outdated: known.filter(({ test, unsteady }) => outcomes.get(test) === 'passed' && unsteady !== true),
  }
}
