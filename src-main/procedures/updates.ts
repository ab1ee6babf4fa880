import { texts } from '../languages/texts.ts'
import { api } from './implementer.ts'
import { ProblemError } from './problem-error.ts'
import type { Services, Updater } from './services.ts'

export const updates = {
  check: api.updates.check.handler(async ({ context }) => {
    const { updater, feed } = usable(context)
    return { available: await updater.check(feed).catch(failed) }
  }),
  install: api.updates.install.handler(async ({ context }) => {
    const { updater } = usable(context)
    await updater.install().catch(failed)
  }),
}

function usable({ updater, settings }: Services): { readonly updater: Updater; readonly feed: string } {
  const { what, inBrowser, noFeed } = texts.windows.updates
  if (updater === null) throw new ProblemError('REJECTED', { what, ...inBrowser })
  const feed = settings.get().updateFeed
  if (feed === null) throw new ProblemError('REJECTED', { what, ...noFeed })
  return { updater, feed }
}

function failed(error: unknown): never {
  const { what, remedy } = texts.windows.updates
  throw new ProblemError('FAILED', { what, why: error instanceof Error ? error.message : String(error), remedy })
}
