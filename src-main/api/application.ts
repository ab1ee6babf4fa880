import { z } from 'zod'
import { procedure } from './base.ts'

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
}
