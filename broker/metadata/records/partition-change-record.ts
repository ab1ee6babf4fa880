import { array, int32, int8, uuid } from '../../schema/field.ts'
import { message } from '../../schema/message.ts'

/**
 * What has changed in a partition. Two changes are implied and stand nowhere: every such record raises the partition
 * epoch by one, and one that names a leader raises the leader epoch by one.
 */
export const partitionChangeRecord = message({
  name: 'PartitionChangeRecord',
  validVersions: '0-2',
  flexibleVersions: '0+',
  fields: {
    partitionId: int32({ default: -1 }),
    topicId: uuid(),
    isr: array(int32(), { nullable: '0+', tag: 0, default: null }),
    leader: int32({ tag: 1, default: -2 }),
    replicas: array(int32(), { nullable: '0+', tag: 2, default: null }),
    removingReplicas: array(int32(), { nullable: '0+', tag: 3, default: null }),
    addingReplicas: array(int32(), { nullable: '0+', tag: 4, default: null }),
    leaderRecoveryState: int8({ tag: 5, default: -1 }),
    directories: array(uuid(), { versions: '1+', nullable: '1+', tag: 8, default: null }),
    eligibleLeaderReplicas: array(int32(), { versions: '2+', nullable: '2+', tag: 6, default: null }),
    lastKnownElr: array(int32(), { versions: '2+', nullable: '2+', tag: 7, default: null }),
  },
})
