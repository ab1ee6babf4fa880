import { zeroUuid } from '../../bytes/uuid.ts'
import { int32, int64, string, uuid } from '../../schema/field.ts'
import { message } from '../../schema/message.ts'

/** Key of record types 0 and 1: an offset that a group has committed. */
export const offsetCommitKey = message({
  name: 'OffsetCommitKey',
  validVersions: '0',
  flexibleVersions: 'none',
  fields: { group: string(), topic: string(), partition: int32() },
})

export const offsetCommitValue = message({
  name: 'OffsetCommitValue',
  validVersions: '0-4',
  flexibleVersions: '4+',
  fields: {
    offset: int64(),
    leaderEpoch: int32({ versions: '3+', default: -1, ignorable: true }),
    metadata: string(),
    commitTimestamp: int64(),
    /** Only where a client asked for a retention of its own. */
    expireTimestamp: int64({ versions: '1', default: -1n, ignorable: true }),
    topicId: uuid({ versions: '4+', tag: 0, default: zeroUuid, ignorable: true }),
  },
})
