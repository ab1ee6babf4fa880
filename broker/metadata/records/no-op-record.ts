import { message } from '../../schema/message.ts'

/** Carries nothing; an idle controller writes it to show that it is alive. */
export const noOpRecord = message({
  name: 'NoOpRecord',
  validVersions: '0',
  flexibleVersions: '0+',
  fields: {},
})
