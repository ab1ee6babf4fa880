import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test as base, type Browser, type Page } from '@playwright/test'
import { freePort } from '../../support/free-port.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { openInBrowser } from './browser-console.ts'
import { openOnDesktop } from './desktop-console.ts'

export interface Size {
  readonly width: number
  readonly height: number
}

/** The console as a user has it, on either host. */
export interface Console extends AsyncDisposable {
  readonly page: Page
  readonly dataDirectory: string
  /** Of the program that serves the console: Node or Electron. */
  readonly processId: number
  setSize(size: Size): Promise<void>
  /** Ends the program as a crash would, and waits until it is gone. */
  kill(): Promise<void>
}

interface Fixtures {
  /** The port that the local cluster tries first; nothing listens there. */
  readonly localPort: number
  /** Where the console keeps everything; empty but for its settings. */
  readonly dataDirectory: string
  readonly brokkr: Console
  /** Opens a console on the data directory, as a restart does when the one before has ended. */
  readonly openConsole: () => Promise<Console>
}

interface WorkerFixtures {
  /** Chromium, started by the first test that asks for it: those of the desktop have no need of it. */
  readonly chromium: () => Promise<Browser>
}

/** `test`, with a console of its own on an empty data directory, in Chromium or in Electron as the project says. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  chromium: [
    async ({ playwright }, use) => {
      let started: Promise<Browser> | undefined
      await use(() => (started ??= playwright.chromium.launch({ timeout: 180_000 })))
      await (await started)?.close()
    },
    { scope: 'worker' },
  ],
  // oxlint-disable-next-line no-empty-pattern -- the runner reads from the pattern what a fixture needs
  localPort: async ({}, use) => use(await freePort()),
  // oxlint-disable-next-line no-empty-pattern
  dataDirectory: async ({}, use) => {
    await using folder = await temporaryFolder()
    await use(folder.path)
  },
  openConsole: async ({ playwright, chromium, dataDirectory }, use, { project }) =>
    use(async () =>
      project.name === 'desktop'
        ? openOnDesktop(dataDirectory, playwright._electron)
        : openInBrowser(dataDirectory, await chromium()),
    ),
  brokkr: async ({ openConsole, localPort, dataDirectory }, use) => {
    await writeFile(join(dataDirectory, 'settings.json'), JSON.stringify({ localClusterPort: localPort }))
    await using brokkr = await openConsole()
    await use(brokkr)
  },
  page: ({ brokkr }, use) => use(brokkr.page),
})
