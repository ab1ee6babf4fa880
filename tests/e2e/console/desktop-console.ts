import { once } from 'node:events'
import { join } from 'node:path'
import type { Electron, ElectronApplication } from '@playwright/test'
import { findDesktopRuntime, sandboxFlags } from '../../../scripts/desktop-runtime.ts'
import type { Console, Size } from './console.ts'

const ROOT = join(import.meta.dirname, '../../..')

/** Playwright's own is half a minute. */
const START_TIMEOUT_MS = 180_000

/** The built console in Electron itself. */
export async function openOnDesktop(dataDirectory: string, electron: Electron): Promise<Console> {
  const runtime = await findDesktopRuntime()
  if (runtime.executable === undefined) throw new Error(runtime.reason)
  const application = await electron.launch({
    executablePath: runtime.executable,
    args: [...sandboxFlags(), ROOT, '--data', dataDirectory],
    timeout: START_TIMEOUT_MS,
  })
  const process = application.process()
  const page = await application.firstWindow({ timeout: START_TIMEOUT_MS })
  // Playwright's own patience with a page of Electron ends sooner than that with one of a browser.
  page.setDefaultTimeout(START_TIMEOUT_MS)
  await setContentSize(application, { width: 1280, height: 800 })
  return {
    page,
    dataDirectory,
    processId: process.pid ?? fail(),
    setSize: (size) => setContentSize(application, size),
    kill: async () => {
      const ended = once(process, 'exit')
      process.kill('SIGKILL')
      await ended
    },
    [Symbol.asyncDispose]: async () => {
      if (process.exitCode === null && process.signalCode === null) await application.close()
    },
  }
}

async function setContentSize(application: ElectronApplication, { width, height }: Size): Promise<void> {
  await application.evaluate(
    ({ BrowserWindow }, [asWide, asHigh]) => {
      for (const window of BrowserWindow.getAllWindows()) window.setContentSize(asWide, asHigh)
    },
    [width, height] as const,
  )
}

function fail(): never {
  throw new Error('Electron has no process id.')
}
