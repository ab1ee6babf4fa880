import { join } from 'node:path'
import type { Browser } from '@playwright/test'
import { startProgram } from '../../support/program.ts'
import type { Console } from './console.ts'

const WEB_HOST = join(import.meta.dirname, '../../../out/web/web.js')
const ADDRESS = /^Brokkr is ready at (http:\/\/127\.0\.0\.1:\d+\/\?token=\S+)$/

/** The built console, served by plain Node and opened in a browser. */
export async function openInBrowser(dataDirectory: string, browser: Browser): Promise<Console> {
  const program = await startProgram(process.execPath, [WEB_HOST, '--no-open', '--data', dataDirectory])
  const [, address = ''] = await program.waitForLine(ADDRESS)
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(address)
  return {
    page,
    dataDirectory,
    processId: program.pid,
    setSize: (size) => page.setViewportSize(size),
    kill: async () => void (await program.stop('SIGKILL')),
    [Symbol.asyncDispose]: async () => {
      await context.close()
      await program[Symbol.asyncDispose]()
    },
  }
}
