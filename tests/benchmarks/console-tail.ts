import { setInterval } from 'node:timers'
import { setTimeout as delay } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import { writeAtRate } from './console-load.ts'
import { choose, framesDuring, type Screen } from './console-screen.ts'
import { makeTopics } from './load.ts'
import { residentBytes } from './process-figures.ts'
import { processesUnder } from './process-tree.ts'
import { grouped, say } from './console-words.ts'

const MIB = 1024 * 1024
const perSecond = 20_000
const topic = { topic: 'tail-0', partitions: 4 }

/**
 * A live tail under load, paused for a tenth of the time in the middle. Every message must be counted, what the view has
 * dropped must be said, and no process may grow: each one's most of the first tenth stands beside its most of the last.
 */
export async function measureTail({ page, port, hostProcessId }: Screen, seconds: number): Promise<void> {
  process.stdout.write(`\nlive tail of ${perSecond} messages a second for ${seconds} s\n`)
  await makeTopics(port, { prefix: 'tail', count: 1, partitions: topic.partitions })
  await page.getByRole('link', { name: 'Topics', exact: true }).click()
  await page.getByRole('link', { name: topic.topic, exact: true }).click()
  await choose(page, 'Read', 'Live')
  await page.getByText('Waiting for new messages').waitFor()
  const memory = watchMemories(processesOfConsole(hostProcessId), seconds)
  let written = 0
  let waited = ''
  const frames = await framesDuring(page, async () => {
    const writing = writeAtRate(port, topic, { perSecond, seconds })
    await delay(seconds * 450)
    waited = await pauseFor(page, seconds * 100)
    written = await writing
  })
  await page.getByText(grouped(written)).first().waitFor({ timeout: 120_000 })
  say('counted', written, 'messages, none missing')
  const dropped = await page.getByText(/older rows? no longer shown/).innerText()
  process.stdout.write(`  the view says "${dropped}"; while it was paused the button said "${waited}"\n`)
  for (const { name, atFirst, atLast } of memory.end()) {
    say(name, atLast / MIB, `MiB resident at most in the last tenth; ${(atFirst / MIB).toPrecision(4)} in the first`)
  }
  say('frames', frames.perSecond, `a second; the longest ${frames.longestMs.toFixed(0)} ms`)
}

/** Gives what stood on the button when the tail went on. */
async function pauseFor(page: Page, pauseMs: number): Promise<string> {
  await page.getByRole('button', { name: 'Pause', exact: true }).click()
  const resume = page.getByRole('button', { name: /^Resume · / })
  await resume.waitFor()
  const rows = page.getByRole('grid', { name: 'Messages' })
  const before = await rows.innerText()
  await delay(pauseMs)
  const waited = await resume.innerText()
  if ((await rows.innerText()) !== before) throw new Error('The rows have moved while the tail was paused.')
  await resume.click()
  return waited
}

interface Watched {
  readonly name: string
  readonly pid: number
}

function processesOfConsole(hostProcessId: number): readonly Watched[] {
  const started = processesUnder(process.pid)
  const broker = processesUnder(hostProcessId)[0]
  const pageProcess = started.find(({ command }) => command.includes('--type=renderer'))
  if (!broker || !pageProcess) throw new Error('The broker or the page has no process of its own.')
  return [
    { name: 'back end', pid: hostProcessId },
    { name: 'broker', pid: broker.pid },
    { name: 'page', pid: pageProcess.pid },
  ]
}

/** Looks at processes once a second, from now on. */
function watchMemories(watched: readonly Watched[], seconds: number) {
  const startedAt = Date.now()
  const mosts = watched.map(({ name, pid }) => ({ name, pid, tenths: Array.from({ length: 10 }, () => 0) }))
  const timer = setInterval(() => {
    const tenth = Math.min(9, Math.floor((Date.now() - startedAt) / (seconds * 100)))
    for (const { pid, tenths } of mosts) tenths[tenth] = Math.max(tenths[tenth] ?? 0, residentBytes(pid))
  }, 1000)
  return {
    end: () => {
      clearInterval(timer)
      return mosts.map(({ name, tenths }) => ({ name, atFirst: tenths[0] ?? 0, atLast: tenths[9] ?? 0 }))
    },
  }
}
