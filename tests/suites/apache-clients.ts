import { setTimeout as delay } from 'node:timers/promises'
import { APACHE_KAFKA_VERSION } from '../support/apache-kafka/distribution.ts'
import { javaArguments, javaCommand, runKafkaTool } from '../support/apache-kafka/tools.ts'
import { startProgram, type Program } from '../support/program.ts'
import { runCommand } from '../support/run-command.ts'
import type { Suite, TestResult } from './suite.ts'

const TOOLS = 'org.apache.kafka.tools'
const MESSAGES = 5_000

/** Apache Kafka's own verifiable producer and consumer, and its transactional copier, as its system tests use them. */
export const apacheClients: Suite = {
  title: `the verifiable clients of Apache Kafka ${APACHE_KAFKA_VERSION}`,
  properties: { 'transaction.max.timeout.ms': '900000' },
  prepare: async () => ({
    run: async (run) => {
      const results: TestResult[] = []
      for (const [name, scenario] of Object.entries(SCENARIOS)) {
        if (run.only.length > 0 && !run.only.some((part) => name.includes(part))) continue
        results.push(await outcomeOf(name, () => scenario(run.bootstrapServers)))
      }
      return results
    },
  }),
}

const SCENARIOS: Readonly<Record<string, (servers: string) => Promise<void>>> = {
  'the verifiable producer has every message acknowledged': async (servers) => {
    await createTopic(servers, 'acknowledged')
    const { acknowledged } = await produce(servers, 'acknowledged')
    assertEqual(acknowledged.length, MESSAGES, 'messages acknowledged')
  },
  'two verifiable consumers of a classic group share a topic': (servers) => shareTopic(servers, 'classic'),
  'two verifiable consumers of a consumer group share a topic': (servers) => shareTopic(servers, 'consumer'),
  'a transactional copier that aborts at random copies every message once': (servers) => copy(servers, 'aborting'),
  'a transactional copier that is killed and started again copies every message once': (servers) =>
    copy(servers, 'killed'),
}

async function outcomeOf(name: string, scenario: () => Promise<void>): Promise<TestResult> {
  try {
    await scenario()
    return { name, outcome: 'passed', detail: '' }
  } catch (error) {
    return { name, outcome: 'failed', detail: (error as Error).message.split('\n')[0] ?? '' }
  }
}

async function createTopic(servers: string, topic: string): Promise<void> {
  const args = ['--bootstrap-server', servers, '--create', '--topic', topic, '--partitions', '2']
  const { exitCode, stdout, stderr } = await runKafkaTool(`${TOOLS}.TopicCommand`, args)
  if (exitCode !== 0) throw new Error(`The topic ${topic} was not created: ${stdout}${stderr}`)
}

/** Sends the numbers from 0; @returns those that were acknowledged, as values of the topic. */
async function produce(servers: string, topic: string): Promise<{ acknowledged: string[] }> {
  const args = [
    '--bootstrap-server',
    servers,
    '--topic',
    topic,
    '--max-messages',
    String(MESSAGES),
    '--acks',
    '-1',
    '--repeating-keys',
    '10',
  ]
  const java = await javaArguments(`${TOOLS}.VerifiableProducer`)
  const output = await runCommand(javaCommand(), [...java, ...args], { timeoutMs: 180_000 })
  const events = output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as ProducerEvent)
  return { acknowledged: events.filter(({ name }) => name === 'producer_send_success').map(({ value = '' }) => value) }
}

interface ProducerEvent {
  readonly name: string
  readonly value?: string
}

async function shareTopic(servers: string, protocol: 'classic' | 'consumer'): Promise<void> {
  const topic = `shared-${protocol}`
  await createTopic(servers, topic)
  const arguments_ = [
    '--bootstrap-server',
    servers,
    '--topic',
    topic,
    '--group-id',
    topic,
    '--group-protocol',
    protocol,
  ]
  const extra = protocol === 'classic' ? ['--session-timeout', '10000'] : []
  await using first = await startTool('VerifiableConsumer', [...arguments_, ...extra])
  await using second = await startTool('VerifiableConsumer', [...arguments_, ...extra])
  for (const consumer of [first, second]) await consumer.waitForLine(/partitions_assigned.*"partition":/, 120_000)
  await produce(servers, topic)
  const consumed = () => count(first) + count(second)
  for (let waits = 480; consumed() < MESSAGES && waits > 0; waits--) await delay(500)
  for (const consumer of [first, second]) await consumer.stop()
  assertEqual(consumed(), MESSAGES, 'messages consumed')
  const args = ['--bootstrap-server', servers, '--describe', '--group', topic]
  const { stdout } = await runKafkaTool(`${TOOLS}.consumer.group.ConsumerGroupCommand`, args)
  const lags = stdout
    .split('\n')
    .filter((line) => line.includes(topic))
    .map((line) => line.trim().split(/\s+/)[5])
  assertEqual(lags.join(), '0,0', 'the lag of the two partitions')
}

/** The messages that a verifiable consumer says it has read. */
function count(consumer: Program): number {
  const counts = [...consumer.output().matchAll(/"name":"records_consumed","count":(\d+)/g)]
  const others = [...consumer.output().matchAll(/"count":(\d+)[^\n]*"name":"records_consumed"/g)]
  return [...counts, ...others].reduce((sum, [, each]) => sum + Number(each), 0)
}

async function copy(servers: string, how: 'aborting' | 'killed'): Promise<void> {
  const [input, output] = [`copied-${how}-from`, `copied-${how}-to`]
  for (const topic of [input, output]) await createTopic(servers, topic)
  const { acknowledged } = await produce(servers, input)
  const copiers = [0, 1].map((partition) => ({ servers, input, output, partition }))
  if (how === 'killed') await Promise.all(copiers.map(startAndKill))
  await Promise.all(copiers.map((each) => runCopier(each, how === 'aborting' ? ['--enable-random-aborts'] : [])))
  const copied = await readCommitted(servers, output)
  assertEqual(copied.toSorted().join(), acknowledged.toSorted().join(), 'the values of the copy')
}

interface Copier {
  readonly servers: string
  readonly input: string
  readonly output: string
  readonly partition: number
}

function copierArguments({ servers, input, output, partition }: Copier): string[] {
  const options = {
    'broker-list': servers,
    'input-topic': input,
    'input-partition': String(partition),
    'output-topic': output,
    'consumer-group': input,
    'transactional-id': `${input}-${partition}`,
    'transaction-size': '150',
    'transaction-timeout': '10000',
    'max-messages': '-1',
  }
  return [...Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]), '--use-group-metadata']
}

/** Killed amid its work: a transaction is left open, which the next copier of the same id has to end. */
async function startAndKill(copier: Copier): Promise<void> {
  await using program = await startTool('TransactionalMessageCopier', copierArguments(copier))
  await program.waitForLine(/"consumed":\s*"?[1-9]/, 120_000)
  await program.stop('SIGKILL')
}

async function runCopier(copier: Copier, more: readonly string[]): Promise<void> {
  await using program = await startTool('TransactionalMessageCopier', [...copierArguments(copier), ...more])
  // It copies until it is told to end; what remains is said in each line.
  await program.waitForLine(/"remaining":\s*"?0\b/, 240_000)
  await program.stop()
}

async function readCommitted(servers: string, topic: string): Promise<string[]> {
  const args = [
    '--bootstrap-server',
    servers,
    '--topic',
    topic,
    '--from-beginning',
    '--isolation-level',
    'read_committed',
  ]
  const { stdout } = await runKafkaTool(`${TOOLS}.consumer.ConsoleConsumer`, [...args, '--timeout-ms', '15000'], {
    timeoutMs: 120_000,
  })
  return stdout.split('\n').filter((line) => line !== '')
}

async function startTool(name: string, args: readonly string[]): Promise<Program> {
  return startProgram(javaCommand(), [...(await javaArguments(`${TOOLS}.${name}`)), ...args])
}

function assertEqual(actual: number | string, expected: number | string, what: string): void {
  if (actual !== expected) throw new Error(`${what}: ${excerpt(actual)} where ${excerpt(expected)} was expected`)
}

function excerpt(value: number | string): string {
  return String(value).slice(0, 200)
}
