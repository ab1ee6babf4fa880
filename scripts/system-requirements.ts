import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { REQUIREMENTS, type Requirement } from '../tests/support/system-requirements.ts'

/** Installs what the tests need from the system where that is allowed, and says what stays missing and how to get it. */
export function provideSystemRequirements(say: (line: string) => void): void {
  const missing = REQUIREMENTS.filter((requirement) => !requirement.isPresent())
  if (missing.length === 0) return
  if (hasAptGet() && process.getuid?.() === 0) install(missing, say)
  for (const requirement of missing.filter((each) => !each.isPresent())) {
    say(`${requirement.name} is missing, so ${requirement.purpose} are skipped. To install: ${command(requirement)}`)
  }
}

function install(missing: readonly Requirement[], say: (line: string) => void): void {
  apt(['update', '-qq'], say)
  const packages = [...new Set(missing.flatMap(packagesOf))]
  say(`Installing ${packages.join(' ')} …`)
  if (apt(['install', '-y', '-qq', '--no-install-recommends', ...packages], say)) return
  // One package that cannot be had must not keep back the others.
  for (const requirement of missing) {
    apt(['install', '-y', '-qq', '--no-install-recommends', ...packagesOf(requirement)], say)
  }
}

function apt(args: readonly string[], say: (line: string) => void): boolean {
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const { status, stderr } = spawnSync('apt-get', args, { env: environment, encoding: 'utf8' })
  if (status !== 0) say(`apt-get ${args.join(' ')} failed: ${stderr.trim().split('\n').at(-1)}`)
  return status === 0
}

/** The packages under the names that this release of Debian or Ubuntu knows them by. */
function packagesOf(requirement: Requirement): string[] {
  return requirement.packages.map((names) =>
    typeof names === 'string' ? names : (names.find(hasCandidate) ?? names.at(-1) ?? ''),
  )
}

function hasCandidate(name: string): boolean {
  const { stdout } = spawnSync('apt-cache', ['policy', name], { encoding: 'utf8' })
  return /Candidate: (?!\(none\))/.test(stdout ?? '')
}

function command(requirement: Requirement): string {
  return hasAptGet() ? `sudo apt-get install -y ${packagesOf(requirement).join(' ')}` : requirement.otherwise
}

function hasAptGet(): boolean {
  return existsSync('/usr/bin/apt-get')
}
