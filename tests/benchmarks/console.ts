import { spawnSync } from 'node:child_process'
import { setInterval } from 'node:timers'
import type { Page } from '@playwright/test'
import { produceRecord } from '../../src-main/kafka/produce.ts'
import { createTopic } from '../../src-main/kafka/topics.ts'
import { WireCluster } from '../../src-main/kafka/wire-cluster.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { median } from './comparison.ts'
import { fillWithNeedle, needle } from './console-load.ts'
import {
  choose,
  framesDuring,
  openScreen,
  ROW,
  rowsInDocument,
  timeToFirstRow,
  type Frames,
  type Screen,
} from './console-screen.ts'
import { measureTail } from './console-tail.ts'
import { grouped, say } from './console-words.ts'
import { makeTopics } from './load.ts'
import { residentBytes } from './process-figures.ts'

export interface ConsoleSize {
  readonly scanRecords: number
  readonly tableRows: number
  readonly tailSeconds: number
  readonly firstRowTimes: number
}

export const fullConsoleSize: ConsoleSize = {
  scanRecords: 10_000_000,
  tableRows: 1_000_000,
  tailSeconds: 600,
  firstRowTimes: 9,
}
export const quickConsoleSize: ConsoleSize = {
  scanRecords: 1_000_000,
  tableRows: 100_000,
  tailSeconds: 20,
  firstRowTimes: 3,
}

const MIB = 1024 * 1024
/** In the first ones the system still writes to disk what was just produced, and the code that draws is not compiled yet. */
const scrollRuns = 5

/** What the screen of the built console does with large topics, on its own local cluster, beside kcat on the same search. */
export async function measureConsole(size: ConsoleSize, only: string): Promise<void> {
  await using folder = await temporaryFolder('brokkr-bench-console-')
  await using screen = await openScreen(folder.join('data'))
  const parts: readonly (readonly [string, (screen: Screen, size: ConsoleSize) => Promise<void>])[] = [
    ['first rows', measureFirstRows],
    ['scan', measureScan],
    ['table', measureTable],
    ['tail', (on, { tailSeconds }) => measureTail(on, tailSeconds)],
    ['large', measureLarge],
  ]
  for (const [name, measure] of parts) if (name.includes(only)) await measure(screen, size)
}

async function measureFirstRows({ page, port }: Screen, { firstRowTimes }: ConsoleSize): Promise<void> {
  process.stdout.write('\nfirst rows, from the click\n')
  for (const [partitions, bar] of [
    [12, 300],
    [200, 500],
  ] as const) {
    const prefix = `rows-${partitions}`
    await makeTopics(port, { prefix, count: 1, partitions })
    await fillWithNeedle(port, { topic: `${prefix}-0`, partitions, records: 100_000 })
    const times: number[] = []
    for (let time = 0; time < firstRowTimes; time++) times.push(await timeToFirstRow(page, `${prefix}-0`))
    say(`${partitions} partitions`, median(times), `ms, at most ${bar}`)
  }
}

async function measureScan({ page, port, hostProcessId }: Screen, { scanRecords }: ConsoleSize): Promise<void> {
  process.stdout.write(`\ntext scan of ${scanRecords} records of 200 bytes\n`)
  await makeTopics(port, { prefix: 'scan', count: 1, partitions: 12 })
  const records = await fillWithNeedle(port, { topic: 'scan-0', partitions: 12, records: scanRecords })
  await timeToFirstRow(page, 'scan-0')
  const memory = watchMemory(hostProcessId)
  const startedAt = performance.now()
  const frames = await framesDuring(page, async () => {
    await search(page, needle)
    await page.getByText('complete', { exact: true }).waitFor({ timeout: 600_000 })
  })
  const seconds = (performance.now() - startedAt) / 1000
  if ((await rowsInDocument(page)) !== 1) throw new Error('The search has not found the one record.')
  say('rate', records / seconds, 'records/s, at least 500000')
  say('back end, at most', memory.end() / MIB, 'MiB resident, at most 400')
  say('frames', frames.perSecond, `a second, at least 50; the longest ${frames.longestMs.toFixed(0)} ms`)
  const kcat = kcatSeconds(port, 'scan-0')
  if (kcat === null) {
    process.stdout.write('  kcat is not installed: nothing to compare with\n')
    return
  }
  say('kcat piped into grep', records / kcat, `records/s; the console takes ${(seconds / kcat).toFixed(2)} of its time`)
}

async function measureTable({ page, port }: Screen, { tableRows }: ConsoleSize): Promise<void> {
  process.stdout.write(`\n${tableRows} rows in the table\n`)
  await makeTopics(port, { prefix: 'table', count: 1, partitions: 4 })
  await fillWithNeedle(port, { topic: 'table-0', partitions: 4, records: tableRows })
  await timeToFirstRow(page, 'table-0')
  await choose(page, 'Read', 'From the start')
  await page.getByRole('button', { name: 'Options of reading' }).click()
  await choose(page, 'Rows of a page', grouped(tableRows))
  await page.keyboard.press('Escape')
  await page.getByText('complete', { exact: true }).waitFor({ timeout: 300_000 })
  const grid = page.getByRole('grid', { name: 'Messages' })
  await grid.hover()
  const mostRows = await watchRows(page)
  const runs: Frames[] = []
  for (let run = 0; run < scrollRuns; run++) {
    const frames = await framesDuring(page, async () => {
      for (let step = 0; step < 120; step++) {
        await page.mouse.wheel(0, step % 10 === 9 ? 400_000 : 900)
      }
    })
    runs.push(frames)
    await page.keyboard.press('Home')
  }
  const perSecond = median(runs.map((run) => run.perSecond))
  const longest = runs.map(({ longestMs }) => longestMs.toFixed(0)).join(', ')
  say('frames while scrolling', perSecond, `a second; the longest of each run ${longest} ms`)
  say('rows in the document, at most', await mostRows(), '')
}

/** From within the page: a question from outside costs a frame. */
async function watchRows(page: Page): Promise<() => Promise<number>> {
  await page.evaluate((row) => {
    const seen = { most: 0 }
    Object.assign(globalThis, { seenRows: seen })
    const look = (): void => {
      seen.most = Math.max(seen.most, document.querySelectorAll(row).length)
      requestAnimationFrame(look)
    }
    look()
  }, ROW)
  return () => page.evaluate(() => (globalThis as unknown as { seenRows: { most: number } }).seenRows.most)
}

/** A value of 50 MB is opened, looked at as text and bytes to its end, and saved. */
async function measureLarge({ page, port }: Screen): Promise<void> {
  process.stdout.write('\na value of 50 MB\n')
  const cluster = new WireCluster({ bootstrap: [{ host: '127.0.0.1', port }] })
  const configs = [{ name: 'max.message.bytes', value: '60000000' }]
  await createTopic(cluster, { name: 'large-0', partitionCount: 1, replicationFactor: -1, configs })
  const value = Buffer.alloc(50_000_000, '{"city":"Oslo","smith":"Brokkr"}\n')
  const way = { timestamp: BigInt(Date.now()), codec: 'none', acks: -1 } as const
  await produceRecord(cluster, { topic: 'large-0', partition: 0, key: null, value, headers: [], ...way })
  cluster.close()
  const startedAt = performance.now()
  let seenAfterMs = 0
  const frames = await framesDuring(page, async () => {
    await timeToFirstRow(page, 'large-0')
    await page.locator(ROW).first().click()
    const record = page.getByRole('complementary', { name: 'the record' })
    await record.getByRole('region', { name: 'Text' }).getByText('Oslo').first().waitFor()
    seenAfterMs = performance.now() - startedAt
    await record.getByRole('region', { name: 'Text' }).focus()
    await page.keyboard.press('End')
    await record.getByText('Hex', { exact: true }).click()
    await record.getByRole('region', { name: 'Bytes' }).focus()
    await page.keyboard.press('End')
    await record.getByRole('region', { name: 'Bytes' }).getByText('7b 22').first().waitFor()
    const download = page.waitForEvent('download', { timeout: 120_000 })
    await record.getByRole('button', { name: 'Save', exact: true }).click()
    await (await download).path()
  })
  say('from the list of topics to its text', seenAfterMs, 'ms')
  say('the window stood still for at most', frames.longestMs, 'ms, at most 200')
}

async function search(page: Page, text: string): Promise<void> {
  const field = page.getByRole('searchbox').first()
  await field.fill(text)
  await field.press('Enter')
}

function watchMemory(processId: number): { readonly end: () => number } {
  let most = 0
  const look = (): void => {
    most = Math.max(most, residentBytes(processId))
  }
  const timer = setInterval(look, 200)
  return {
    end: () => {
      clearInterval(timer)
      look()
      return most
    },
  }
}

/** How long the same search takes without a console; null where kcat is not installed. */
function kcatSeconds(port: number, topic: string): number | null {
  if (spawnSync('kcat', ['-V']).error) return null
  const startedAt = performance.now()
  const command = `kcat -b 127.0.0.1:${port} -C -t ${topic} -o beginning -e -q | grep -c ${needle}`
  const { stdout } = spawnSync('sh', ['-c', command], { encoding: 'utf8' })
  if (stdout.trim() !== '1') throw new Error(`kcat has found ${stdout.trim()} instead of 1.`)
  return (performance.now() - startedAt) / 1000
}
