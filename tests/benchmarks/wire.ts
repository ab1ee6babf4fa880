import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { apiVersions } from '../../broker/protocol/messages/api-versions.ts'
import { connectToKafka } from '../support/kafka-connection.ts'
import { runCommand } from '../support/run-command.ts'
import type { Benchmark, Figure } from './comparison.ts'
import { fill, makeTopics } from './load.ts'
import type { PreparedData, Recipe } from './prepared-data.ts'
import { cpuSeconds, peakResidentBytes, residentBytes } from './process-figures.ts'
import type { RunningSubject } from './subjects.ts'
import {
  apacheConsumer,
  apacheProducer,
  librdkafkaConsumer,
  librdkafkaProducer,
  pacedClient,
  type ProducerLoad,
} from './wire-clients.ts'

/** How much there is of everything. */
export interface WireSize {
  /** Values of one load. */
  readonly bytes: number
  readonly smallRequests: number
  readonly pacedSeconds: number
  readonly connections: number
  /** How long the connections are left alone. */
  readonly idleMs: number
}

const MIB = 2 ** 20
const GIB = 2 ** 30
const KIB = 1024

export const fullWireSize: WireSize = {
  bytes: 512 * MIB,
  smallRequests: 100_000,
  pacedSeconds: 20,
  connections: 1000,
  idleMs: 10_000,
}

/** To see within two minutes whether all is well. */
export const quickWireSize: WireSize = {
  bytes: 16 * MIB,
  smallRequests: 2000,
  pacedSeconds: 2,
  connections: 1000,
  idleMs: 2000,
}

/** What clients get from a broker, and what it costs the broker. Each of them takes some minutes, and can be asked for alone. */
export function wireBenchmarks(data: PreparedData, size: WireSize): Benchmark[] {
  return [
    ...producerLoads(size.bytes).map(producing),
    smallRequests(size),
    readingCold(data, size),
    readingAtTheTail(size),
    withLibrdkafka(size),
    pacedLatency(size),
    idleConnections(size),
  ]
}

/** Runs a load and gives its throughput, and the broker's CPU for each GiB of values. */
async function clocked(
  name: string,
  { broker, bytes }: { readonly broker: RunningSubject; readonly bytes: number },
  run: () => Promise<number>,
): Promise<Figure[]> {
  const before = cpuSeconds(broker.pid)
  const rate = await run()
  const cpu = cpuSeconds(broker.pid) - before
  return [
    { name, unit: 'MB/s', value: rate, better: 'more' },
    { name: `${name}, CPU of the broker`, unit: 's/GiB', value: cpu / (bytes / GIB), better: 'less' },
  ]
}

function peakMemory({ pid }: RunningSubject): Figure {
  return { name: 'peak of resident memory', unit: 'MiB', value: peakResidentBytes(pid) / MIB, better: 'less' }
}

function producing(load: ProducerLoad): Benchmark {
  const { topic, records, recordBytes, acks, compression } = load
  const bytes = records * recordBytes
  return {
    name: `Producing ${Math.round(bytes / MIB)} MiB, ${recordBytes} bytes each, acks=${acks}, ${compression}`,
    measure: async (subject) => {
      await using broker = await subject.start()
      await makeTopics(broker.port, { prefix: topic.slice(0, -2), count: 1, partitions: 1 })
      const run = () => apacheProducer(broker.bootstrapServers, load)
      return [...(await clocked('produced', { broker, bytes }, run)), peakMemory(broker)]
    },
  }
}

function producerLoads(bytes: number): ProducerLoad[] {
  return [100, KIB].flatMap((recordBytes) =>
    (['none', 'lz4'] as const).flatMap((compression) =>
      (['1', 'all'] as const).map((acks) => {
        const topic = `produced-${recordBytes}-${compression}-${acks}-0`
        // Small records take their time: half as many bytes of them say as much.
        const share = recordBytes < KIB ? bytes / 2 : bytes
        return { topic, records: Math.round(share / recordBytes), recordBytes, acks, compression }
      }),
    ),
  )
}

/** Each record in a request of its own: what a request costs, whatever is in it. */
function smallRequests({ smallRequests: requests }: WireSize): Benchmark {
  return {
    name: `${requests} requests of one record of 100 bytes`,
    measure: async (subject) => {
      await using broker = await subject.start()
      await makeTopics(broker.port, { prefix: 'small', count: 1, partitions: 1 })
      const load = { topic: 'small-0', recordBytes: 100, acks: 'all', compression: 'none' } as const
      const properties = ['batch.size=0', 'linger.ms=0']
      const before = cpuSeconds(broker.pid)
      const rate = await apacheProducer(broker.bootstrapServers, { ...load, records: requests, properties })
      const cpu = cpuSeconds(broker.pid) - before
      return [
        { name: 'requests', unit: '1/s', value: (rate * MIB) / 100, better: 'more' },
        { name: 'CPU of the broker', unit: 'µs a request', value: (cpu / requests) * 1e6, better: 'less' },
        peakMemory(broker),
      ]
    },
  }
}

/** From the beginning of a log that no memory holds, neither the broker's nor the system's. */
function readingCold(data: PreparedData, { bytes }: WireSize): Benchmark {
  const recipe: Recipe = {
    name: 'read',
    make: async ({ port }) => {
      await makeTopics(port, { prefix: 'read', count: 1, partitions: 1 })
      await fill(port, { topic: 'read-0', partitions: 1, bytes, keys: null })
    },
    end: 'stop',
  }
  return {
    name: `Consuming ${bytes / MIB} MiB from the beginning`,
    measure: async (subject) => {
      await using copy = await data.copy(subject, recipe)
      await dropFromMemory(join(copy.path, 'read-0-0'))
      await using broker = await subject.start({ data: copy.path })
      const reading = { topic: 'read-0', records: bytes / KIB }
      const run = () => apacheConsumer(broker.bootstrapServers, reading)
      return [
        ...(await clocked('cold', { broker, bytes }, run)),
        ...(await clocked('again', { broker, bytes }, run)),
        peakMemory(broker),
      ]
    },
  }
}

/** Lets the system forget what it holds of the files. */
async function dropFromMemory(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    const path = join(directory, name)
    // `dd` that writes nothing but syncs, and tells the system that the file's pages are of no more use.
    await runCommand('dd', [`of=${path}`, 'oflag=nocache', 'conv=notrunc,fdatasync', 'count=0', 'status=none'])
  }
}

/** One consumer reads what one producer writes at the same moment. */
function readingAtTheTail({ bytes }: WireSize): Benchmark {
  return {
    name: `Producing ${bytes / MIB} MiB and consuming them at the tail`,
    measure: async (subject) => {
      await using broker = await subject.start()
      await makeTopics(broker.port, { prefix: 'tail', count: 1, partitions: 1 })
      const pace = { topic: 'tail-0', records: bytes / KIB, recordBytes: KIB, perSecond: 0 }
      const run = async () => (await pacedClient(broker.bootstrapServers, pace)).megabytesPerSecond
      return [...(await clocked('through the broker', { broker, bytes }, run)), peakMemory(broker)]
    },
  }
}

function withLibrdkafka({ bytes }: WireSize): Benchmark {
  return {
    name: `librdkafka, ${bytes / MIB} MiB in records of 1024 bytes`,
    measure: async (subject) => {
      await using broker = await subject.start()
      const servers = broker.bootstrapServers
      await makeTopics(broker.port, { prefix: 'librdkafka', count: 1, partitions: 1 })
      const load = { topic: 'librdkafka-0', records: bytes / KIB, recordBytes: KIB, perSecond: 0 }
      return [
        ...(await clocked('produce, acks=all', { broker, bytes }, () => librdkafkaProducer(servers, load))),
        ...(await clocked('consume', { broker, bytes }, () => librdkafkaConsumer(servers, load))),
        peakMemory(broker),
      ]
    },
  }
}

const PACE = 10_000

function pacedLatency({ pacedSeconds }: WireSize): Benchmark {
  return {
    name: `Latency at ${PACE} records of 1024 bytes a second, linger.ms=0`,
    measure: async (subject) => {
      await using broker = await subject.start()
      await makeTopics(broker.port, { prefix: 'paced', count: 1, partitions: 1 })
      const before = cpuSeconds(broker.pid)
      const pace = { topic: 'paced-0', records: PACE * pacedSeconds, recordBytes: KIB, perSecond: PACE }
      const { medianMs, p99Ms } = await pacedClient(broker.bootstrapServers, pace)
      const cpu = cpuSeconds(broker.pid) - before
      return [
        { name: 'end to end, median', unit: 'ms', value: medianMs, better: 'less' },
        { name: 'end to end, 99 of 100', unit: 'ms', value: p99Ms, better: 'less' },
        { name: 'CPU of the broker', unit: 's/s', value: cpu / pacedSeconds, better: 'less' },
        peakMemory(broker),
      ]
    },
  }
}

function idleConnections({ connections, idleMs }: WireSize): Benchmark {
  return {
    name: `${connections} idle connections`,
    measure: async (subject) => {
      await using broker = await subject.start()
      await using stack = new AsyncDisposableStack()
      await delay(idleMs)
      const memoryBefore = residentBytes(broker.pid)
      const open = async () => {
        for (let count = 0; count < connections; count++) {
          const client = stack.use(await connectToKafka('127.0.0.1', broker.port))
          await client.request(apiVersions, 3, { clientSoftwareName: 'idle', clientSoftwareVersion: '1' })
        }
      }
      await open()
      const cpuBefore = cpuSeconds(broker.pid)
      await delay(idleMs)
      const cpu = (cpuSeconds(broker.pid) - cpuBefore) / (idleMs / 1000)
      const memory = residentBytes(broker.pid)
      const each = (memory - memoryBefore) / connections / KIB
      await open()
      // The first ones also make a runtime's heap grow to the size that it works with.
      const further = (residentBytes(broker.pid) - memory) / connections / KIB
      return [
        { name: 'memory for each', unit: 'KiB', value: each, better: 'less' },
        { name: 'memory for each of as many more', unit: 'KiB', value: further, better: 'less' },
        { name: 'resident memory', unit: 'MiB', value: memory / MIB, better: 'less' },
        { name: 'CPU of the broker', unit: 's/s', value: cpu, better: 'less' },
      ]
    },
  }
}
