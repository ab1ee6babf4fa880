import { z } from 'zod'
import { procedure } from './base.ts'
import { language } from './languages/language.ts'

export const application = {
  describe: procedure.output(
    z.object({
      version: z.string(),
      host: z.enum(['desktop', 'browser']),
      platform: z.string(),
      /** Where Brokkr keeps its settings and the local cluster. */
      dataDirectory: z.string(),
    }),
  ),
  /** What the page has asked to be remembered: where it was, tabs, filters. Small texts by name. */
  remembered: procedure.output(z.record(z.string(), z.string())),
  /** Remembers a text over restarts; an empty one is forgotten. */
  remember: procedure
    .input(z.object({ name: z.string().min(1).max(600), text: z.string().max(8192) }))
    .output(z.void()),
  /** The page says in which language it speaks; what the back end says to the user is in that language from then on. */
  speak: procedure.input(z.object({ language })).output(z.void()),
}
