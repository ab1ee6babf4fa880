import { uuid } from '../../schema/field.ts'
import { message } from '../../schema/message.ts'

/** The topic, its partitions and its configs are gone. */
export const removeTopicRecord = message({
  name: 'RemoveTopicRecord',
  validVersions: '0',
  flexibleVersions: '0+',
  fields: {
    topicId: uuid(),
  },
})
