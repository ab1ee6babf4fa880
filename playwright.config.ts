import { defineConfig } from '@playwright/test'
import { chromiumExecutable } from './tests/support/system-requirements.ts'

const executablePath = chromiumExecutable()

/** The built application, end to end: `browser` in Chromium on the browser host, `desktop` in Electron itself.
 * A `*.browser.spec.ts` or `*.desktop.spec.ts` belongs to one of the two, every other `*.spec.ts` to both.
 * `pictures` tests nothing: it makes the pictures of README.md and of the guide. */
export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  forbidOnly: true,
  fullyParallel: false,
  workers: 1,
  // A window and a broker beside other work: what failed is tried once more, and `npm test` tells of it.
  retries: 1,
  // A machine that is busy with other things must not fail a test: a hang is still a hang after five minutes.
  timeout: 300_000,
  // What is waited for comes when it comes: only a failure takes as long.
  expect: { timeout: 60_000 },
  reporter: 'list',
  use: {
    viewport: { width: 1280, height: 800 },
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      // Chromium's own sandbox refuses to run as root.
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    },
  },
  projects: [
    { name: 'browser', testIgnore: '**/*.desktop.spec.ts' },
    { name: 'desktop', testIgnore: '**/*.browser.spec.ts' },
    { name: 'pictures', testMatch: 'pictures.ts' },
  ],
})
