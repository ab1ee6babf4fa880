import { cpuUsage, memoryUsage } from 'node:process'
import { automatic } from '../../src-main/api/decoding.ts'
import type { Filter } from '../../src-main/api/filters.ts'
import type { ScanRequest, ScanStatus } from '../../src-main/api/scans.ts'
import { noSecurity } from '../../src-main/connections/connection-security.ts'
import type { DataMethods } from '../../src-main/data-worker/data-methods.ts'
import { DataWorker } from '../../src-main/data-worker/data-worker.ts'
import { IdempotentProducer } from '../../src-main/kafka/idempotent-producer.ts'
import { createTopic } from '../../src-main/kafka/topics.ts'
import { connectTo } from '../../src-main/scans/cluster-place.ts'
import { startBrokerProcess } from '../support/start-broker.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { median } from './comparison.ts'

// How fast the console's back end reads and searches, in the thread of its own in which it does so, from a local broker.

export interface SearchSize {
  readonly recordCount: number
  readonly repeats: number
}

export const fullSearchSize: SearchSize = { recordCount: 10_000_000, repeats: 5 }
export const quickSearchSize: SearchSize = { recordCount: 500_000, repeats: 3 }

const recordBytes = 200
/** About what Java's producer puts in a batch when it does not wait. */
const recordsPerBatch = 80
const searches: Readonly<Record<string, Filter>> = {
  text: { kind: 'text', text: 'order 424242 of', isCaseSensitive: true, parts: null },
  'text in any case': { kind: 'text', text: 'ORDER 424242 OF', isCaseSensitive: false, parts: null },
}

/** Prints medians. */
export async function measureSearches({ recordCount, repeats }: SearchSize): Promise<void> {
  await using folder = await temporaryFolder('brokkr-bench-search-')
  await using broker = await startBrokerProcess({ data: folder.join('data') })
  const place = { bootstrapServers: broker.bootstrapServers, security: noSecurity }
  await fill(place, { topic: 'searched', partitionCount: 12, recordCount })
  await fill(place, { topic: 'wide', partitionCount: 200, recordCount: Math.min(recordCount, 500_000) })
  await using worker = new DataWorker<DataMethods>(new URL('../../out/data-worker/worker.js', import.meta.url).pathname)
  // Writing has left its garbage in this process: what searches take is what comes on top.
  say('memory before the first search', mebibytes(memoryUsage.rss()))
  for (const topic of ['searched', 'wide']) {
    const times: number[] = []
    for (let index = 0; index < repeats; index++) {
      times.push((await scan(worker, { place, wishes: { topic, order: 'newest', limit: 100 }, fits: hasFirstRows })).ms)
    }
    say(`first rows of ${topic}`, `${median(times).toFixed(0)} ms`)
  }
  for (const [name, filter] of Object.entries(searches)) {
    for (const order of ['newest', 'oldest'] as const) {
      const speeds: number[] = []
      for (let index = 0; index < repeats; index++) {
        const before = cpuUsage()
        const { ms, status, peakBytes } = await scan(worker, {
          place,
          wishes: { topic: 'searched', order, filter, limit: 1000 },
          fits: ({ phase }) => phase === 'ended',
        })
        if (status.scannedCount !== BigInt(recordCount) || status.verdict?.isComplete !== true) {
          throw new Error(
            `Only ${status.scannedCount} of ${recordCount} were looked at: ${status.verdict?.explanation}`,
          )
        }
        const { user, system } = cpuUsage(before)
        speeds.push(recordCount / (ms / 1000))
        const cpu = `${Math.round(recordCount / ((user + system) / 1_000_000))} a second of processor time`
        say(
          `${name}, ${order} first`,
          `${speeds.at(-1)?.toFixed(0)} records a second, ${cpu}, ${mebibytes(peakBytes)} at most`,
        )
      }
      say(`${name}, ${order} first, median`, `${median(speeds).toFixed(0)} records a second`)
    }
  }
}

type Place = Parameters<typeof connectTo>[0]

async function fill(
  place: Place,
  { topic, partitionCount, recordCount }: { topic: string; partitionCount: number; recordCount: number },
): Promise<void> {
  const cluster = connectTo(place)
  await createTopic(cluster, { name: topic, partitionCount, replicationFactor: -1, configs: [] })
  const producer = await IdempotentProducer.create(cluster)
  let next = 0
  const writeOne = async (partition: number): Promise<void> => {
    while (next < recordCount) {
      const count = Math.min(recordsPerBatch, recordCount - next)
      const first = next
      next += count
      const timestamp = BigInt(Date.now())
      const records = Array.from({ length: count }, (_each, index) => ({ ...recordOf(first + index), timestamp }))
      await producer.send(topic, partition, { records, codec: 'none' })
    }
  }
  await Promise.all(Array.from({ length: partitionCount }, (_each, partition) => writeOne(partition)))
  cluster.close()
}

function recordOf(index: number) {
  const text = `{"id":${index},"text":"order ${index} of customer ${index % 1000}","filling":"`
  return {
    key: Buffer.from(`${index}`),
    value: Buffer.from(`${text.padEnd(recordBytes - 15, 'abcdefghij ')}"}`),
    headers: [],
  }
}

interface ScanOrder {
  readonly place: Place
  readonly wishes: Partial<ScanRequest> & { readonly topic: string }
  readonly fits: (status: ScanStatus) => boolean
}

async function scan(worker: DataWorker<DataMethods>, { place, wishes, fits }: ScanOrder) {
  const request: ScanRequest = {
    clusterId: 'local',
    partitions: null,
    start: { at: 'beginning' },
    end: { at: 'now' },
    order: 'newest',
    filter: null,
    isolation: 'read-uncommitted',
    decoding: null,
    showsControlRecords: false,
    limit: 1000,
    ...wishes,
  }
  const setup = { decoding: { key: automatic, value: automatic }, registry: null, schemaFiles: [] }
  const startedAt = performance.now()
  let scanId = ''
  let peakBytes = 0
  for await (const event of worker.stream('openScan', { place, request, setup })) {
    peakBytes = Math.max(peakBytes, memoryUsage.rss())
    if (event.type === 'opened') scanId = event.scanId
    else if (fits(event.status)) {
      await worker.call('rows', { scanId, from: 0, count: 100 })
      return { ms: performance.now() - startedAt, status: event.status, peakBytes }
    }
  }
  throw new Error('The scan was closed.')
}

function hasFirstRows({ phase, rowCount, settledRowCount }: ScanStatus): boolean {
  return settledRowCount >= 100 || (phase === 'ended' && rowCount > 0)
}

function mebibytes(bytes: number): string {
  return `${Math.round(bytes / 1024 / 1024)} MiB`
}

function say(name: string, value: string): void {
  process.stdout.write(`${name}: ${value}\n`)
}
