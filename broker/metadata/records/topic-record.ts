import { string, uuid } from '../../schema/field.ts'
import { message } from '../../schema/message.ts'

/** A topic exists from here on. Its Partition records follow in the same batch. */
export const topicRecord = message({
  name: 'TopicRecord',
  validVersions: '0',
  flexibleVersions: '0+',
  fields: {
    name: string(),
    topicId: uuid(),
  },
})
