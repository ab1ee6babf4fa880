import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { incrementalAlterConfigs } from '../../broker/protocol/messages/incremental-alter-configs.ts'
import { metadata } from '../../broker/protocol/messages/metadata.ts'
import { connectToKafka } from '../support/kafka-connection.ts'
import type { Benchmark, Figure } from './comparison.ts'
import { fill, makeTopics } from './load.ts'
import type { PreparedData, Recipe } from './prepared-data.ts'
import { cpuSeconds, residentBytes } from './process-figures.ts'

/** How much there is of everything. */
export interface StorageSize {
  readonly partitions: number
  readonly logBytes: number
  readonly compactedBytes: number
  readonly topics: number
  /** How long a broker is left alone before its memory counts as that of an idle one. */
  readonly idleMs: number
}

const MIB = 2 ** 20
const GIB = 2 ** 30

export const fullSize: StorageSize = {
  partitions: 1000,
  logBytes: 2 * GIB,
  compactedBytes: GIB,
  topics: 10_000,
  idleMs: 5000,
}

/** To see within a minute or two whether all is well. */
export const quickSize: StorageSize = {
  partitions: 100,
  logBytes: 128 * MIB,
  compactedBytes: 64 * MIB,
  topics: 500,
  idleMs: 1000,
}

/** What the file system's part of a broker costs: starts, recovery, appending, compaction, memory. */
export function storageBenchmarks(data: PreparedData, size: StorageSize): Benchmark[] {
  const { partitions, topics, logBytes } = size
  const manyPartitions: Recipe = {
    name: 'partitions',
    make: ({ port }) => makeTopics(port, { prefix: 'many', count: partitions / 20, partitions: 20 }),
    end: 'stop',
  }
  const killed: Recipe = {
    name: 'killed',
    make: async (broker) => {
      await manyPartitions.make(broker)
      await makeTopics(broker.port, { prefix: 'log', count: 1, partitions: 4 })
      await fill(broker.port, { topic: 'log-0', partitions: 4, bytes: logBytes, keys: null })
    },
    end: 'kill',
  }
  const manyTopics: Recipe = {
    name: 'topics',
    make: ({ port }) => makeTopics(port, { prefix: 'topic', count: topics, partitions: 1 }),
    end: 'stop',
  }
  const start = (what: string, recipe: Recipe) => startOn(data, { what, recipe, idleMs: size.idleMs })
  return [
    start('Start, empty', { name: 'empty', make: async () => {}, end: 'stop' }),
    start(`Start, ${partitions} partitions, after a clean stop`, manyPartitions),
    start(`Start, ${partitions} partitions and ${amount(logBytes)} of log, after kill -9`, killed),
    appending(size),
    compaction(data, size),
    start(`Start, ${topics} topics, after a clean stop`, manyTopics),
  ]
}

function startOn(
  data: PreparedData,
  { what, recipe, idleMs }: { readonly what: string; readonly recipe: Recipe; readonly idleMs: number },
): Benchmark {
  return {
    name: what,
    measure: async (subject) => {
      await using copy = await data.copy(subject, recipe)
      await using broker = await subject.start({ data: copy.path })
      const cpu = cpuSeconds(broker.pid)
      await delay(idleMs)
      return [
        { name: 'first answer', unit: 'ms', value: broker.answeredInMs, better: 'less' },
        { name: 'CPU until then', unit: 's', value: cpu, better: 'less' },
        residentMemory('resident memory, idle', broker.pid),
      ]
    },
  }
}

function appending({ logBytes }: StorageSize): Benchmark {
  return {
    name: `Appending ${amount(logBytes)}, acks=all, 16 KiB batches to four partitions`,
    measure: async (subject) => {
      await using broker = await subject.start()
      await makeTopics(broker.port, { prefix: 'log', count: 1, partitions: 4 })
      const before = cpuSeconds(broker.pid)
      await fill(broker.port, { topic: 'log-0', partitions: 4, bytes: logBytes, keys: null })
      const cpu = cpuSeconds(broker.pid) - before
      return [
        { name: 'CPU', unit: 's/GiB', value: cpu / (logBytes / GIB), better: 'less' },
        residentMemory('resident memory afterwards', broker.pid),
      ]
    },
  }
}

const COMPACTED_TOPIC = 'compacted-0'
/** A round of compaction that has been due for this long and not come to its end never will. */
const COMPACTION_LIMIT_MS = 300_000

function compaction(data: PreparedData, { compactedBytes }: StorageSize): Benchmark {
  // Records may be compacted only when the measurement begins.
  const configs = {
    'cleanup.policy': 'compact',
    'min.compaction.lag.ms': '86400000',
    'min.cleanable.dirty.ratio': '0.01',
    'segment.bytes': String(Math.max(compactedBytes / 16, MIB)),
  }
  const recipe: Recipe = {
    name: 'compacted',
    make: async ({ port }) => {
      await makeTopics(port, { prefix: 'compacted', count: 1, partitions: 1, configs })
      const keys = Math.ceil(compactedBytes / 10_240)
      await fill(port, { topic: COMPACTED_TOPIC, partitions: 1, bytes: compactedBytes, keys })
    },
    end: 'stop',
  }
  return {
    name: `Compacting ${amount(compactedBytes)} to a tenth`,
    measure: async (subject) => {
      await using copy = await data.copy(subject, recipe)
      await using broker = await subject.start({ data: copy.path, properties: { 'log.cleaner.backoff.ms': 100 } })
      const end = await activeSegment(join(copy.path, `${COMPACTED_TOPIC}-0`))
      const cpuBefore = cpuSeconds(broker.pid)
      await allowCompaction(broker.port)
      const startedAt = performance.now()
      const others = otherRequests(broker.port)
      while ((await firstDirtyOffset(copy.path)) < end) {
        if (performance.now() - startedAt > COMPACTION_LIMIT_MS) throw new Error(`${subject.name} does not compact.`)
        await delay(10)
      }
      const tookMs = performance.now() - startedAt
      const waits = await others.stop()
      return [
        { name: 'until all is compacted', unit: 's', value: tookMs / 1000, better: 'less' },
        { name: 'meanwhile, a request, 99 of 100', unit: 'ms', value: quantile(waits, 0.99), better: 'less' },
        { name: 'meanwhile, a request, the slowest', unit: 'ms', value: quantile(waits, 1), better: 'less' },
        { name: 'CPU', unit: 's', value: cpuSeconds(broker.pid) - cpuBefore, better: 'less' },
        residentMemory('resident memory afterwards', broker.pid),
      ]
    },
  }
}

/** Asks for metadata again and again; `stop` gives how long each answer took, in milliseconds. */
function otherRequests(port: number): { stop(): Promise<number[]> } {
  const state = { isOver: false }
  const run = async () => {
    await using client = await connectToKafka('127.0.0.1', port)
    const waits: number[] = []
    while (!state.isOver) {
      const askedAt = performance.now()
      await client.request(metadata, 12, { topics: [] })
      waits.push(performance.now() - askedAt)
      await delay(2)
    }
    return waits
  }
  const done = run()
  return {
    stop: () => {
      state.isOver = true
      return done
    },
  }
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)] ?? Number.NaN
}

async function allowCompaction(port: number): Promise<void> {
  await using client = await connectToKafka('127.0.0.1', port)
  const configs = [{ name: 'min.compaction.lag.ms', configOperation: 0, value: '0' }]
  const resources = [{ resourceType: 2, resourceName: COMPACTED_TOPIC, configs }]
  const { responses } = await client.request(incrementalAlterConfigs, 1, { resources, validateOnly: false })
  if (responses[0]?.errorCode !== 0) throw new Error(`The config was not changed: ${responses[0]?.errorMessage}`)
}

/** Base offset of the newest segment, where compaction ends. */
async function activeSegment(directory: string): Promise<number> {
  const logs = (await readdir(directory)).filter((name) => name.endsWith('.log'))
  return Math.max(...logs.map((name) => Number(name.slice(0, 20))))
}

async function firstDirtyOffset(directory: string): Promise<number> {
  const text = await readFile(join(directory, 'cleaner-offset-checkpoint'), 'utf8').catch(() => '')
  return Number(new RegExp(`^${COMPACTED_TOPIC} 0 (\\d+)$`, 'm').exec(text)?.[1] ?? -1)
}

function residentMemory(name: string, pid: number): Figure {
  return { name, unit: 'MiB', value: residentBytes(pid) / MIB, better: 'less' }
}

function amount(bytes: number): string {
  return bytes >= GIB ? `${bytes / GIB} GiB` : `${bytes / MIB} MiB`
}
