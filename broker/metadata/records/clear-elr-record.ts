import { string } from '../../schema/field.ts'
import { message } from '../../schema/message.ts'

/** Empties the eligible leader replicas of one topic, or of all when the name is empty (KIP-966). */
export const clearElrRecord = message({
  name: 'ClearElrRecord',
  validVersions: '0',
  flexibleVersions: '0+',
  fields: {
    topicName: string(),
  },
})
