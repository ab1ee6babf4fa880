import { join } from 'node:path'
import { javaArguments, javaCommand, runKafkaTool } from '../support/apache-kafka/tools.ts'
import { runCommand } from '../support/run-command.ts'
import { cached, makePythonEnvironment } from '../suites/sources.ts'

/** Other people's clients under load; each of them runs in a process of its own to its end. */

export interface ProducerLoad {
  readonly topic: string
  readonly records: number
  readonly recordBytes: number
  readonly acks: '1' | 'all'
  readonly compression: 'none' | 'lz4'
  /** Producer properties on top. */
  readonly properties?: readonly string[]
}

export interface Reading {
  readonly topic: string
  readonly records: number
}

/** As Apache's own scripts start clients; not the quick JVM of the tests, whose compiler would be what is measured. */
const CLIENT_JVM = ['-Xms512m', '-Xmx512m', '-XX:+UseG1GC', '-Xshare:auto'] as const
const LIMIT_MS = 900_000

const CONFLUENT_KAFKA = 'confluent-kafka==2.16.1'

/** Apache's `ProducerPerformance`, with the batches of a producer that nothing is said to. Gives MB a second. */
export async function apacheProducer(servers: string, load: ProducerLoad): Promise<number> {
  const sizes = ['--num-records', String(load.records), '--record-size', String(load.recordBytes)]
  const output = await runApacheTool('ProducerPerformance', [
    '--topic',
    load.topic,
    ...sizes,
    '--throughput',
    '-1',
    '--producer-props',
    `bootstrap.servers=${servers}`,
    `acks=${load.acks}`,
    `compression.type=${load.compression}`,
    ...(load.properties ?? []),
  ])
  return lastNumber([...output.matchAll(/\(([\d.]+) MB\/sec\)/g)].map(([, rate]) => rate))
}

/** Apache's `ConsumerPerformance` from the beginning of the topic. Gives MB a second, without the joining of the group. */
export async function apacheConsumer(servers: string, { topic, records }: Reading): Promise<number> {
  const what = ['--bootstrap-server', servers, '--topic', topic, '--messages', String(records)]
  const output = await runApacheTool('ConsumerPerformance', [...what, '--timeout', '60000'])
  // start.time, end.time, data.consumed.in.MB, MB.sec, data.consumed.in.nMsg, nMsg.sec, rebalance.time.ms, fetch.time.ms,
  // fetch.MB.sec, fetch.nMsg.sec, under a heading
  return lastNumber([output.trim().split('\n').at(-1)?.split(',')[8]])
}

export interface Pace extends Reading {
  readonly recordBytes: number
  /** Records a second; 0 for as fast as it goes. */
  readonly perSecond: number
}

export interface PacedFigures {
  readonly medianMs: number
  readonly p99Ms: number
  readonly megabytesPerSecond: number
}

/** A producer at a pace and a consumer at the tail, with Apache's clients. */
export async function pacedClient(servers: string, pace: Pace): Promise<PacedFigures> {
  const program = join(import.meta.dirname, 'clients/PacedClient.java')
  const { topic, records, recordBytes, perSecond } = pace
  const args = [...(await javaArguments(program, { jvmFlags: CLIENT_JVM })), servers, topic]
  const numbers = [records, recordBytes, perSecond].map(String)
  const output = await runCommand(javaCommand(), [...args, ...numbers], { timeoutMs: LIMIT_MS })
  const [medianMs = Number.NaN, p99Ms = Number.NaN, megabytesPerSecond = Number.NaN] = output
    .trim()
    .split(' ')
    .map(Number)
  return { medianMs, p99Ms, megabytesPerSecond }
}

/** librdkafka's producer, acks=all, no compression. Gives MB a second. */
export async function librdkafkaProducer(servers: string, { topic, records, recordBytes }: Pace): Promise<number> {
  const seconds = await runLibrdkafka(['produce', servers, topic, String(records), String(recordBytes)])
  return (records * recordBytes) / 1e6 / seconds
}

/** librdkafka's consumer from the beginning of the topic. Gives MB a second. */
export async function librdkafkaConsumer(servers: string, { topic, records, recordBytes }: Pace): Promise<number> {
  const seconds = await runLibrdkafka(['consume', servers, topic, String(records)])
  return (records * recordBytes) / 1e6 / seconds
}

async function runLibrdkafka(args: readonly string[]): Promise<number> {
  const name = CONFLUENT_KAFKA.replace('==', '-')
  const environment = await cached(name, (folder) => makePythonEnvironment(folder, [CONFLUENT_KAFKA]))
  const program = join(import.meta.dirname, 'clients/librdkafka_client.py')
  // A virtual environment finds itself from where its `python` stands, so it may be renamed.
  return Number(await runCommand(join(environment, 'bin/python'), [program, ...args], { timeoutMs: LIMIT_MS }))
}

async function runApacheTool(tool: string, args: readonly string[]): Promise<string> {
  const options = { timeoutMs: LIMIT_MS, jvmFlags: CLIENT_JVM }
  const { exitCode, stdout, stderr } = await runKafkaTool(`org.apache.kafka.tools.${tool}`, args, options)
  if (exitCode !== 0) throw new Error(`${tool} ended with ${exitCode}:\n${stdout}${stderr}`)
  return stdout
}

/** @throws when the tool has printed no figure: a benchmark without one has not measured anything. */
function lastNumber(values: readonly (string | undefined)[]): number {
  const value = Number(values.at(-1))
  if (!Number.isFinite(value)) throw new Error('The tool has printed no figure.')
  return value
}
