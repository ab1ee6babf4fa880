import { z } from 'zod'
import { procedure } from './base.ts'

/** Newer versions of the desktop app. Nothing is asked of anybody but by these calls, and only the feed that the user has set. */
export const updates = {
  /** Asks the feed. `available`: the newer version that it has; null: none. `REJECTED` where no feed is set, or in a browser. */
  check: procedure.output(z.object({ available: z.string().nullable() })),
  /** Fetches what the last check has found and starts it in place of this one. */
  install: procedure.output(z.void()),
}
