import { setLanguage } from '../api/languages/language.ts'
import { api } from './implementer.ts'

export const application = {
  describe: api.application.describe.handler(({ context }) => ({
    ...context.application,
    platform: `${process.platform}-${process.arch}`,
  })),
  remembered: api.application.remembered.handler(({ context }) => context.rememberedView.get()),
  remember: api.application.remember.handler(({ context, input }) => context.rememberedView.remember(input)),
  speak: api.application.speak.handler(({ context, input }) => {
    setLanguage(input.language)
    context.dataWorker.speak(input.language)
    context.segmentWorker.speak(input.language)
  }),
}
