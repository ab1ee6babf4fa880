import { closeSync, openSync, readSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { cpuUsage } from 'node:process'
import { nodeEnvironment } from '../../broker/environment/node-environment.ts'
import { defaultLogConfig } from '../../broker/log/log-config.ts'
import { PartitionLog } from '../../broker/log/partition-log.ts'
import { buildBatch } from '../../broker/records/build-batch.ts'
import type { SegmentMethods } from '../../src-main/data-worker/segment-methods.ts'
import { DataWorker } from '../../src-main/data-worker/data-worker.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { median } from './comparison.ts'

// How soon the segment viewer shows a large segment, and how fast it checks one, in the thread of its own in which it
// does so. What it is compared with is the disk: reading the same file from one end to the other.

export interface ViewerSize {
  readonly segmentBytes: number
  readonly repeats: number
}

export const fullViewerSize: ViewerSize = { segmentBytes: 1024 ** 3, repeats: 5 }
export const quickViewerSize: ViewerSize = { segmentBytes: 128 * 1024 ** 2, repeats: 3 }

const batchShapes = { 'batches of 16 KiB': 16 * 1024, 'batches of 1 KiB': 1024 }
const fileName = '00000000000000000000.log'

/** Prints medians. */
export async function measureSegmentViewer({ segmentBytes, repeats }: ViewerSize): Promise<void> {
  for (const [shape, batchBytes] of Object.entries(batchShapes)) {
    await using folder = await temporaryFolder('brokkr-bench-segments-')
    const batchCount = await fill(folder.path, { segmentBytes, batchBytes })
    say(shape, `${batchCount} of them in ${mebibytes(segmentBytes)}`)
    const path = join(folder.path, 'orders-0', fileName)
    const [opened, surveyed, checked, read]: [number[], number[], number[], number[]] = [[], [], [], []]
    let cpuMs = 0
    for (let round = 0; round < repeats; round++) {
      const program = new URL('../../out/data-worker/segment-worker.js', import.meta.url).pathname
      await using worker = new DataWorker<SegmentMethods>(program)
      read.push(timeOfReading(path))
      const survey = await surveyTimes(worker, folder.path)
      opened.push(survey.firstRowsMs)
      surveyed.push(survey.wholeMs)
      const before = cpuUsage()
      checked.push(await timeOfCheck(worker, folder.path))
      const { user, system } = cpuUsage(before)
      cpuMs += (user + system) / 1000 / repeats
    }
    say(`${shape}: open to first rows and map`, `${median(opened).toFixed(0)} ms`)
    say(`${shape}: every header gone over`, `${median(surveyed).toFixed(0)} ms`)
    const speedOf = (ms: number): string => `${(segmentBytes / 1024 ** 2 / (ms / 1000)).toFixed(0)} MiB/s`
    say(`${shape}: checked`, `${speedOf(median(checked))}, where reading alone makes ${speedOf(median(read))}`)
    say(`${shape}: checked, by processor time`, speedOf(cpuMs))
  }
}

async function fill(
  root: string,
  { segmentBytes, batchBytes }: { segmentBytes: number; batchBytes: number },
): Promise<number> {
  const directory = join(root, 'orders-0')
  await mkdir(directory)
  const log = await PartitionLog.open({
    directory,
    topicId: 'xBnNNBwbRFyp6XX5LFsikA',
    isClean: true,
    config: { ...defaultLogConfig, segmentBytes: segmentBytes + batchBytes },
    environment: nodeEnvironment(),
  })
  const value = Buffer.alloc(batchBytes - 80, 'orders of the day ')
  let batchCount = 0
  for (let written = 0; written + batchBytes <= segmentBytes; batchCount++) {
    const batch = buildBatch([{ key: null, value, timestamp: BigInt(1_700_000_000_000 + batchCount) }])
    log.append(batch, { leaderEpoch: 0 })
    written += batch.byteLength
  }
  await log.close()
  return batchCount
}

/** From the call that opens it, the thread's start included, to rows and a map; and to its end. */
async function surveyTimes(
  worker: DataWorker<SegmentMethods>,
  path: string,
): Promise<{ firstRowsMs: number; wholeMs: number }> {
  const start = performance.now()
  const at = { path, folder: 'orders-0' }
  await worker.call('segmentFolder', at)
  let surveyId = ''
  let firstRowsMs = 0
  for await (const event of worker.stream('surveySegment', { ...at, fileName })) {
    if (event.type === 'opened') {
      ;({ surveyId } = event)
      continue
    }
    if (firstRowsMs === 0) {
      await worker.call('segmentBatches', { surveyId, from: 0, count: 100 })
      await worker.call('segmentMap', { surveyId, from: 0, to: event.status.readBytes, pieces: 2000 })
      firstRowsMs = performance.now() - start
    }
    if (event.status.isDone) return { firstRowsMs, wholeMs: performance.now() - start }
  }
  throw new Error('The survey did not come to its end.')
}

async function timeOfCheck(worker: DataWorker<SegmentMethods>, path: string): Promise<number> {
  for await (const progress of worker.stream('checkSegments', { path, folder: 'orders-0', fileName })) {
    if (!progress.isDone) continue
    if (progress.findingCount > 0) throw new Error('The check has found something where nothing is wrong.')
    return progress.elapsedMs
  }
  throw new Error('The check did not come to its end.')
}

function timeOfReading(path: string): number {
  const memory = Buffer.allocUnsafe(4 * 1024 * 1024)
  const file = openSync(path, 'r')
  const start = performance.now()
  for (let position = 0, count = 1; count > 0; position += count) {
    count = readSync(file, memory, 0, memory.length, position)
  }
  closeSync(file)
  return performance.now() - start
}

function say(what: string, figure: string): void {
  process.stdout.write(`segments  ${what}: ${figure}\n`)
}

function mebibytes(bytes: number): string {
  return `${(bytes / 1024 ** 2).toFixed(0)} MiB`
}
