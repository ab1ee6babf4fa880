import { runKafkaTool } from '../support/apache-kafka/tools.ts'
import type { Benchmark, Figure } from './comparison.ts'
import { cpuSeconds, residentBytes } from './process-figures.ts'

const RECORD_BYTES = 1024
const RECORD_COUNT = 1_000_000
const GIBIBYTES = (RECORD_BYTES * RECORD_COUNT) / 2 ** 30

/** Apache Kafka's own performance tools, one producer and then one consumer, through a topic of one partition. */
export const throughput: Benchmark = {
  name: `Throughput of ${RECORD_COUNT} records of ${RECORD_BYTES} bytes, acks=all`,
  measure: async (subject) => {
    await using broker = await subject.start()
    const { bootstrapServers, pid } = broker
    const produced = await clocked(pid, () => produce(bootstrapServers))
    const consumed = await clocked(pid, () => consume(bootstrapServers))
    return [
      ...figuresOf('produce', produced),
      ...figuresOf('consume', consumed),
      { name: 'resident memory afterwards', unit: 'MiB', value: residentBytes(pid) / 2 ** 20, better: 'less' },
    ]
  },
}

interface Clocked {
  readonly megabytesPerSecond: number
  readonly brokerCpuSeconds: number
}

function figuresOf(name: string, { megabytesPerSecond, brokerCpuSeconds }: Clocked): Figure[] {
  return [
    { name, unit: 'MB/s', value: megabytesPerSecond, better: 'more' },
    { name: `CPU of the broker, ${name}`, unit: 's/GiB', value: brokerCpuSeconds / GIBIBYTES, better: 'less' },
  ]
}

async function clocked(pid: number, run: () => Promise<number>): Promise<Clocked> {
  const before = cpuSeconds(pid)
  const megabytesPerSecond = await run()
  return { megabytesPerSecond, brokerCpuSeconds: cpuSeconds(pid) - before }
}

async function produce(bootstrapServers: string): Promise<number> {
  const sizes = ['--num-records', String(RECORD_COUNT), '--record-size', String(RECORD_BYTES), '--throughput', '-1']
  const properties = ['--producer-props', `bootstrap.servers=${bootstrapServers}`, 'acks=all', 'linger.ms=5']
  const output = await runTool('ProducerPerformance', ['--topic', 'bench', ...sizes, ...properties])
  const rates = [...output.matchAll(/\(([\d.]+) MB\/sec\)/g)]
  return Number(rates.at(-1)?.[1])
}

async function consume(bootstrapServers: string): Promise<number> {
  const args = ['--bootstrap-server', bootstrapServers, '--topic', 'bench', '--messages', String(RECORD_COUNT)]
  const output = await runTool('ConsumerPerformance', args)
  // start.time, end.time, data.consumed.in.MB, MB.sec, … under a heading
  return Number(output.trim().split('\n').at(-1)?.split(',')[3])
}

async function runTool(tool: string, args: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await runKafkaTool(`org.apache.kafka.tools.${tool}`, args, {
    timeoutMs: 300_000,
  })
  if (exitCode !== 0) throw new Error(`${tool} ended with ${exitCode}:\n${stdout}${stderr}`)
  return stdout
}
