import { findingsOf } from './expectations.ts'
import { SUITES, type SuiteName } from './suites.ts'

const BROKERS = { brokkr: 'Brokkr', apache: 'Apache Kafka' } as const

/** `docs/conformance.md`: which tests of other people fail, against whom, why, and what it would take. */
export function findingsPage(): string {
  return `# Conformance

What other people have written to test Kafka, run against Brokkr and, in the same way, against Apache Kafka 4.3.1:

    npm run conformance -- SUITE [PATH] [--broker brokkr|apache] [--only NAME]...

The sources of a suite come from a package registry, or from the checkout at PATH; nothing of theirs is kept here.
librdkafka's tests run in their quick mode, without those that need no broker or break sockets. A test that is not
listed below passes, or skips itself; a test that is listed and passes is an error too. This page is written from
\`tests/suites/findings\`.

\`npm test\` runs all of them against Brokkr but librdkafka's two: those have to be built first (a C and C++ compiler, and
the headers of OpenSSL, zlib, zstd, libcurl and RapidJSON) and take some twenty minutes together. Run them before a release.
${Object.keys(SUITES)
  .map((name) => sectionOf(name as SuiteName))
  .join('')}`
}

function sectionOf(name: SuiteName): string {
  const findings = findingsOf(name)
  const heading = `\n## ${SUITES[name].title}\n\n\`npm run conformance -- ${name}\`\n`
  if (findings.length === 0) return `${heading}\nEvery test passes against both.\n`
  const rows = findings.map(({ test, brokers, unsteady, why, remedy }) => {
    const against = brokers.map((broker) => BROKERS[broker]).join(', ')
    return `| \`${test}\` | ${against}${unsteady === true ? ', at times' : ''} | ${why} | ${remedy ?? ''} |\n`
  })
  return `${heading}\n| test | fails against | why | what it would take |\n| --- | --- | --- | --- |\n${rows.join('')}`
}
