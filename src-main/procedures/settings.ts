import { api } from './implementer.ts'

export const settings = {
  get: api.settings.get.handler(({ context }) => context.settings.get()),
  change: api.settings.change.handler(({ context, input }) => context.settings.change(input)),
}
