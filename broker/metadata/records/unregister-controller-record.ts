import { int32 } from '../../schema/field.ts'
import { message } from '../../schema/message.ts'

/** A controller has left the quorum, and its registration with it (4.4-IV2). */
export const unregisterControllerRecord = message({
  name: 'UnregisterControllerRecord',
  validVersions: '0',
  flexibleVersions: '0+',
  fields: {
    controllerId: int32(),
  },
})
