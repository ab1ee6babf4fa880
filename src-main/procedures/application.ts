import { api } from './implementer.ts'

export const application = {
  describe: api.application.describe.handler(({ context }) => ({
    ...context.application,
    platform: `${process.platform}-${process.arch}`,
  })),
}
