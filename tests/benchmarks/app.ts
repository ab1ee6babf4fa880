import { spawn } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { desktopEnvironment, findDesktopRuntime, missingDisplay, sandboxFlags } from '../../scripts/desktop-runtime.ts'
import { freePort } from '../support/free-port.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const ROOT = join(import.meta.dirname, '../..')
const SETTLED_AFTER_MS = 5000
const MIB = 2 ** 20

/**
 * The desktop app, which has nothing beside it to be compared with: the time from the start of its process to a window
 * that shows its first screen, and the memory of all its processes five seconds later. What processes share is counted
 * once (the kernel's proportional set size).
 */
export async function measureApp(runs: number): Promise<void> {
  const runtime = await findDesktopRuntime()
  if (runtime.executable === undefined) throw new Error(runtime.reason)
  const noDisplay = missingDisplay()
  if (noDisplay !== undefined) {
    throw new Error(`The app needs a window: ${noDisplay}. Try xvfb-run -a npm run bench -- app.`)
  }
  for (let run = 1; run <= runs; run++) {
    const { usableMs, processes } = await measureOnce(runtime.executable)
    const total = processes.reduce((sum, { bytes }) => sum + bytes, 0)
    const parts = processes.map(({ type, bytes }) => `${type} ${Math.round(bytes / MIB)}`).join(', ')
    console.log(`app: usable after ${Math.round(usableMs)} ms, idle ${Math.round(total / MIB)} MiB (${parts})`)
  }
}

async function measureOnce(executable: string) {
  await using folder = await temporaryFolder()
  const port = await freePort()
  const startedAt = performance.now()
  const args = [...sandboxFlags(), `--remote-debugging-port=${port}`, ROOT, '--data', folder.path]
  const app = spawn(executable, args, { stdio: 'ignore', env: desktopEnvironment() })
  try {
    while (!(await showsFirstScreen(port))) await sleep(5)
    const usableMs = performance.now() - startedAt
    await sleep(SETTLED_AFTER_MS)
    return { usableMs, processes: await memoryOfFamily(app.pid ?? 0) }
  } finally {
    const ended = new Promise((resolve) => app.once('exit', resolve))
    app.kill('SIGTERM')
    await ended
  }
}

/** The title is set by the first screen when it is drawn. */
async function showsFirstScreen(port: number): Promise<boolean> {
  try {
    const pages = (await (await fetch(`http://127.0.0.1:${port}/json`)).json()) as { type: string; title: string }[]
    return pages.some(({ type, title }) => type === 'page' && title.includes(' – Brokkr'))
  } catch {
    return false
  }
}

async function memoryOfFamily(processId: number): Promise<{ type: string; bytes: number }[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
  const parents = await Promise.all(ids.map(async (id) => ({ id, parent: await parentOf(id) })))
  const family = [processId]
  for (const each of family) family.push(...parents.filter(({ parent }) => parent === each).map(({ id }) => id))
  return Promise.all(family.map(memoryOf))
}

async function parentOf(processId: number): Promise<number> {
  const status = await readFile(`/proc/${processId}/status`, 'utf8').catch(() => '')
  return Number(/^PPid:\s+(\d+)$/m.exec(status)?.[1] ?? 0)
}

async function memoryOf(processId: number): Promise<{ type: string; bytes: number }> {
  const [rollup, command] = await Promise.all(
    ['smaps_rollup', 'cmdline'].map((name) => readFile(`/proc/${processId}/${name}`, 'utf8').catch(() => '')),
  )
  const [, kilobytes = '0'] = /^Pss:\s+(\d+) kB$/m.exec(rollup ?? '') ?? []
  const [, type = 'main'] = /--type=([a-z-]+)/.exec(command ?? '') ?? []
  return { type, bytes: Number(kilobytes) * 1024 }
}
