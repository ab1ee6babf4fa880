import { int32, int64 } from '../../schema/field.ts'
import { message } from '../../schema/message.ts'

/** The first producer id of the block that will be handed out next. */
export const producerIdsRecord = message({
  name: 'ProducerIdsRecord',
  validVersions: '0',
  flexibleVersions: '0+',
  fields: {
    brokerId: int32(),
    brokerEpoch: int64({ default: -1n }),
    nextProducerId: int64(),
  },
})
