import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { runCommand, runToEnd } from '../support/run-command.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { inParallel } from './in-parallel.ts'
import { kafkaJars, writeKafkaScripts } from './kafka-scripts.ts'
import { cached, unpackNpmPackage } from './sources.ts'
import type { Suite, SuiteRun, TestResult } from './suite.ts'

/** The package of the JavaScript registry that carries librdkafka's sources, with its tests: librdkafka 2.15.1. */
const CARRIER = '@confluentinc/kafka-javascript@1.10.1'

/** One test that hangs must not hold up the others. librdkafka's own limits are shorter, but not all of it heeds them. */
const LIMIT_MS = 600_000
const SIDE_BY_SIDE = 6

/** librdkafka's regression tests that need a broker, with its consumers in one of the two group protocols. */
export function librdkafka(protocol: 'classic' | 'consumer'): Suite {
  return {
    title: `librdkafka 2.15.1, group protocol ${protocol}`,
    properties: {
      'num.partitions': '4',
      // Members that start together meet in the first generation: 0118 counts on it.
      'group.initial.rebalance.delay.ms': '500',
      'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
      'allow.everyone.if.no.acl.found': 'true',
    },
    prepare: async (checkout) => {
      const folder = join(checkout ?? (await sources()), 'tests')
      if (checkout !== undefined) await build(checkout)
      return { run: (run) => runTests(folder, protocol, run) }
    },
  }
}

async function sources(): Promise<string> {
  const folder = await cached('librdkafka-2.15.1', async (partial) => {
    await unpackNpmPackage(CARRIER, partial)
    await build(join(partial, 'deps/librdkafka'))
  })
  return join(folder, 'deps/librdkafka')
}

async function build(folder: string): Promise<void> {
  const options = { cwd: folder, timeoutMs: 1_200_000 }
  await runCommand('./configure', ['--disable-syslog'], options)
  await runCommand('make', ['-j2', 'libs'], options)
  await runCommand('make', ['-j2', '-C', 'tests', 'test-runner'], options)
}

async function runTests(folder: string, protocol: string, run: SuiteRun): Promise<TestResult[]> {
  await using scratch = await temporaryFolder('librdkafka-')
  const configuration = scratch.join('test.conf')
  await writeFile(configuration, `metadata.broker.list=${run.bootstrapServers}\ntest.timeout.multiplier=3\n`)
  const kafkaPath = await writeKafkaScripts(scratch.join('kafka'))
  // Some tests let Kafka's Java client do its part.
  await runCommand('make', ['-C', join(folder, 'java'), `KAFKA_JARS=${await kafkaJars()}`])
  const env = {
    LD_LIBRARY_PATH: `${join(folder, '../src')}:${join(folder, '../src-cpp')}`,
    KAFKA_PATH: kafkaPath,
    BROKERS: run.bootstrapServers,
    RDKAFKA_TEST_CONF: configuration,
    TEST_CONSUMER_GROUP_PROTOCOL: protocol,
    TEST_KAFKA_VERSION: '4.3.1',
  }
  const call = (tests: string) => runMatching(tests, { folder, env, report: scratch.join(`${tests}.json`) })
  // No test is called so: the report then names them all. From 8000 on they are for a person who sits by.
  const names = [...(await call('none')).keys()].filter((name) => /^[0-7]\d{3}_/.test(name))
  const wanted = names.filter((name) => run.only.length === 0 || run.only.some((part) => name.includes(part)))
  const numbers = [...new Set(wanted.map((name) => name.slice(0, 4)))]
  const reports = await inParallel(numbers, SIDE_BY_SIDE, async (number) => [number, await call(number)] as const)
  return reports.flatMap(([number, results]) => [...results.values()].filter(({ name }) => name.startsWith(number)))
}

interface Call {
  readonly folder: string
  readonly env: Readonly<Record<string, string>>
  readonly report: string
}

/** Runs the tests whose names contain `tests`, without those that need no broker (-L) or break sockets (-E), quickly (-Q). */
async function runMatching(tests: string, { folder, env, report }: Call): Promise<Map<string, TestResult>> {
  const end = await runToEnd('./test-runner', ['-L', '-E', '-Q', '-p1'], {
    cwd: folder,
    env: { ...env, TESTS: tests, TEST_REPORT: report },
    timeoutMs: LIMIT_MS,
  }).catch((error: Error) => ({ stdout: '', stderr: error.message }))
  return readReport(await readFile(report, 'utf8').catch(() => undefined), {
    tests,
    output: stripVTControlCharacters(end.stdout + end.stderr),
  })
}

/** The report says what became of every test; why one failed or was skipped stands only in the printed summary. */
function readReport(report: string | undefined, { tests, output }: { tests: string; output: string }) {
  if (report === undefined) {
    const lastLine = output.trim().split('\n').at(-1) ?? ''
    return new Map([[tests, { name: tests, outcome: 'failed', detail: lastLine } as const]])
  }
  const results = new Map<string, TestResult>()
  const states = (JSON.parse(report) as { tests: Record<string, { state: string }> }).tests
  for (const [name, { state }] of Object.entries(states)) {
    results.set(name, { name, outcome: outcomeOf(state), detail: detailOf(name, output) })
  }
  return results
}

function outcomeOf(state: string): TestResult['outcome'] {
  if (state === 'PASSED') return 'passed'
  return state === 'SKIPPED' ? 'skipped' : 'failed'
}

/** `### Test "NAME (subtest)" failed at PLACE … ###`, and in the next line why; or the summary's `| NAME | SKIPPED | 0 s | why`. */
function detailOf(name: string, output: string): string {
  const failure = new RegExp(`^### Test "${name}\\b[^"]*" failed at .*\\n(.*)$`, 'm').exec(output)
  const summary = new RegExp(`^\\|\\s+${name}\\s.*s \\|(.*)$`, 'm').exec(output)
  return (failure ?? summary)?.[1]?.trim() ?? ''
}
