import { cp, mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runToEnd } from '../support/run-command.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { cached, makePythonEnvironment, unpackDebianSources, unpackPythonSources } from './sources.ts'
import type { Suite, SuiteRun, TestResult } from './suite.ts'

/** Its tests name broker 0, count on four partitions where a topic is made by asking for it, and change ACLs. */
const PROPERTIES = {
  'node.id': '0',
  'num.partitions': '4',
  'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
  'super.users': 'User:ANONYMOUS',
  'allow.everyone.if.no.acl.found': 'true',
}

const STAND_INS = join(import.meta.dirname, 'kafka-python')
const OLD_STAND_INS = join(import.meta.dirname, 'old-kafka-python')

/** What kafka-python's tests import beside kafka-python. */
const PACKAGES = ['pytest', 'pytest-mock', 'pytest-timeout', 'mock', 'crc32c', 'lz4', 'python-snappy', 'zstandard']

/** The integration tests of the newest kafka-python. */
export const kafkaPython: Suite = {
  title: 'kafka-python 3.0.12, integration tests',
  properties: PROPERTIES,
  prepare: async (checkout) => {
    const folder = checkout ?? (await newestSources())
    return { run: (run) => runPytest({ folder, tests: ['test/integration'], version: '4.3.0' }, run) }
  },
}

/** Those of the release that Debian and Ubuntu bring, which asks in versions from 2019. */
export const oldKafkaPython: Suite = {
  title: 'kafka-python 2.0.2, integration tests',
  properties: PROPERTIES,
  prepare: async (checkout) => {
    const folder = checkout ?? (await oldSources())
    const tests = ['admin_integration', 'consumer_group', 'consumer_integration', 'producer', 'sasl_integration']
    return {
      run: (run) => runPytest({ folder, tests: tests.map((name) => `test/test_${name}.py`), version: '2.5.0' }, run),
    }
  },
}

function newestSources(): Promise<string> {
  return cached('kafka-python-3.0.12', async (folder) => {
    await unpackPythonSources('kafka-python==3.0.12', folder)
    // The archive leaves out what makes `test` a package, and the module that starts brokers.
    await cp(STAND_INS, join(folder, 'test'), { recursive: true })
  })
}

function oldSources(): Promise<string> {
  return cached('kafka-python-2.0.2', async (folder) => {
    await unpackDebianSources('p/python-kafka/python-kafka_2.0.2.orig.tar.xz', folder)
    // Its own module starts ZooKeeper and a broker of its time.
    await cp(OLD_STAND_INS, join(folder, 'test'), { recursive: true })
  })
}

interface Pytest {
  readonly folder: string
  readonly tests: readonly string[]
  /** The Kafka release whose features the tests count on. */
  readonly version: string
}

async function runPytest({ folder, tests, version }: Pytest, run: SuiteRun): Promise<TestResult[]> {
  const python = await cached('kafka-python-environment', (partial) => makePythonEnvironment(partial, PACKAGES))
  await using scratch = await temporaryFolder('kafka-python-')
  await mkdir(scratch.join('kafka'))
  const chosen = run.only.length === 0 ? [] : ['-k', run.only.join(' or ')]
  const options = ['--timeout=120', '-p', 'no:cacheprovider', `--junitxml=${scratch.join('report.xml')}`, '-q']
  const end = await runToEnd(join(python, 'bin/python'), ['-m', 'pytest', ...options, ...chosen, ...tests], {
    cwd: folder,
    env: {
      KAFKA_VERSION: version,
      KAFKA_URI: `kafka://${run.bootstrapServers}`,
      // Only its presence is asked for.
      KAFKA_ROOT: scratch.join('kafka'),
    },
    timeoutMs: 1_200_000,
  })
  const report = await readFile(scratch.join('report.xml'), 'utf8').catch(() => {
    throw new Error(`pytest has written no report:\n${end.stdout}${end.stderr}`)
  })
  return readJunitReport(report)
}

/** pytest's report in JUnit's form: `<testcase classname="…" name="…">` with a `failure`, `error` or `skipped` inside. */
function readJunitReport(report: string): TestResult[] {
  const cases = report.matchAll(/<testcase ([^>]*?)(?:\/>|>(.*?)<\/testcase>)/gs)
  return [...cases].map(([, attributes = '', inside = '']) => {
    const name = `${attribute(attributes, 'classname').split('.').at(-1)}::${attribute(attributes, 'name')}`
    const problem = /<(failure|error|skipped)\b([^>]*)/.exec(inside)
    const outcome = problem === null ? 'passed' : problem[1] === 'skipped' ? 'skipped' : 'failed'
    const [detail = ''] = attribute(problem?.[2] ?? '', 'message').split('&#10;')
    return { name, outcome, detail }
  })
}

function attribute(attributes: string, name: string): string {
  const [, value = ''] = new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(attributes) ?? []
  return value.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}
