import { join } from 'node:path'
import { chromium, type Browser, type Page } from '@playwright/test'
import { chromiumExecutable } from '../support/system-requirements.ts'
import { startProgram, type Program } from '../support/program.ts'

const host = join(import.meta.dirname, '../../out/web/web.js')

/** The built console in Chromium, with its local cluster running. */
export interface Screen extends AsyncDisposable {
  readonly page: Page
  readonly hostProcessId: number
  /** Of the local cluster. */
  readonly port: number
}

export async function openScreen(dataDirectory: string): Promise<Screen> {
  await using cleanUp = new AsyncDisposableStack()
  const program: Program = cleanUp.use(
    await startProgram(process.execPath, [host, '--no-open', '--data', dataDirectory]),
  )
  const [, address = ''] = await program.waitForLine(/^Brokkr is ready at (\S+)$/)
  const executablePath = chromiumExecutable()
  const browser: Browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  })
  cleanUp.defer(() => browser.close())
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  await page.goto(address)
  await page.getByRole('button', { name: 'Start local cluster', exact: true }).click()
  const bootstrap = await page
    .getByText(/^127\.0\.0\.1:\d+$/)
    .first()
    .innerText()
  const kept = cleanUp.move()
  return {
    page,
    hostProcessId: program.pid,
    port: Number(bootstrap.split(':')[1]),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

export const ROW = '[role=grid][aria-label=Messages] [role=row][data-row-index]'

/** Milliseconds from the click on a topic's name to its first row on the screen. */
export async function timeToFirstRow(page: Page, topic: string): Promise<number> {
  await page.getByRole('link', { name: 'Topics', exact: true }).click()
  const link = page.getByRole('link', { name: topic, exact: true })
  await link.waitFor()
  return link.evaluate(
    (element, row) =>
      new Promise<number>((resolve) => {
        const startedAt = performance.now()
        const look = (): void => {
          if (document.querySelector(row)) resolve(performance.now() - startedAt)
          else requestAnimationFrame(look)
        }
        ;(element as HTMLElement).click()
        requestAnimationFrame(look)
      }),
    ROW,
  )
}

export interface Frames {
  readonly perSecond: number
  readonly longestMs: number
}

/** Counts frames while something goes on. */
export async function framesDuring(page: Page, act: () => Promise<void>): Promise<Frames> {
  await page.evaluate(() => {
    const counted = { times: [] as number[], isOn: true }
    Object.assign(globalThis, { countedFrames: counted })
    const note = (time: number): void => {
      counted.times.push(time)
      if (counted.isOn) requestAnimationFrame(note)
    }
    requestAnimationFrame(note)
  })
  await act()
  return page.evaluate(() => {
    const { countedFrames } = globalThis as unknown as { countedFrames: { times: number[]; isOn: boolean } }
    countedFrames.isOn = false
    const { times } = countedFrames
    const gaps = times.slice(1).map((time, index) => time - (times[index] ?? time))
    const seconds = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000
    return { perSecond: gaps.length / seconds, longestMs: Math.max(...gaps) }
  })
}

export async function choose(page: Page, field: string, option: string | RegExp): Promise<void> {
  await page.getByRole('combobox', { name: field }).click()
  await page.getByRole('option', { name: option }).click()
}

export function rowsInDocument(page: Page): Promise<number> {
  return page.locator(ROW).count()
}
