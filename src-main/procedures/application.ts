import { setLanguage } from '../api/languages/language.ts'
import { api } from './implementer.ts'

export const application = {
  describe: api.application.describe.handler(({ context }) => ({
    ...context.application,
    platform: `${process.platform}-${process.arch}`,
  })),
  speak: api.application.speak.handler(({ context, input }) => {
    setLanguage(input.language)
    context.dataWorker.speak(input.language)
  }),
}
