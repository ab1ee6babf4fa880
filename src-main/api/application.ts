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
  /** The page says in which language it speaks; what the back end says to the user is in that language from then on. */
  speak: procedure.input(z.object({ language })).output(z.void()),
}
