import { array, int32, int8, uuid } from '../../schema/field.ts'
import { message } from '../../schema/message.ts'

/** A partition in full. Version 1 adds a log directory per replica (KIP-858), 2 eligible leader replicas (KIP-966). */
export const partitionRecord = message({
  name: 'PartitionRecord',
  validVersions: '0-2',
  flexibleVersions: '0+',
  fields: {
    partitionId: int32({ default: -1 }),
    topicId: uuid(),
    replicas: array(int32()),
    isr: array(int32()),
    removingReplicas: array(int32()),
    addingReplicas: array(int32()),
    leader: int32({ default: -1 }),
    leaderRecoveryState: int8({ tag: 0, default: 0 }),
    leaderEpoch: int32({ default: -1 }),
    partitionEpoch: int32({ default: -1 }),
    directories: array(uuid(), { versions: '1+', default: [] }),
    eligibleLeaderReplicas: array(int32(), { versions: '2+', nullable: '2+', tag: 1, default: null }),
    lastKnownElr: array(int32(), { versions: '2+', nullable: '2+', tag: 2, default: null }),
  },
})
