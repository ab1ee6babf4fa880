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
  const known = missing.filter(hasPackages)
  const packages = [...new Set(known.flatMap(packagesOf))]
  say(`Installing ${missing.map(({ name }) => name).join(', ')} …`)
  // One package that cannot be had must not keep back the others.
  if (!aptInstall(packages, say)) for (const requirement of known) aptInstall(packagesOf(requirement), say)
  for (const { otherwise } of missing.filter((requirement) => !hasPackages(requirement))) {
    spawnSync(otherwise, { shell: true, stdio: 'ignore' })
  }
}

function aptInstall(packages: readonly string[], say: (line: string) => void): boolean {
  return packages.length === 0 || apt(['install', '-y', '-qq', '--no-install-recommends', ...packages], say)
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

/** Ubuntu, for one, has no package of Chromium: only a stand-in that leads to another store. */
function hasPackages(requirement: Requirement): boolean {
  return packagesOf(requirement).every(hasCandidate)
}

function command(requirement: Requirement): string {
  return hasAptGet() && hasPackages(requirement)
    ? `sudo apt-get install -y ${packagesOf(requirement).join(' ')}`
    : requirement.otherwise
}

function hasAptGet(): boolean {
  return existsSync('/usr/bin/apt-get')
}
