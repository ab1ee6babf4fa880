import { zeroUuid } from '../../bytes/uuid.ts'
import { array, int16, int32, int64, nested, string, struct, uint16, uuid } from '../../schema/field.ts'
import { message } from '../../schema/message.ts'

/*
 * The values of the control records that raft itself writes into the metadata log and into snapshots. Their keys are
 * those of all control records (`broker/records/control-records.ts`). Unlike other values they have no version before
 * them: each carries it as its first field, beside the version of the schema.
 */

/** Opens a raft epoch (type 2). Kafka writes version 0, without directory ids, to this day. */
export const leaderChangeValue = message({
  name: 'LeaderChangeMessage',
  validVersions: '0-1',
  flexibleVersions: '0+',
  fields: {
    version: int16(),
    leaderId: int32(),
    voters: array(struct({ voterId: int32(), voterDirectoryId: uuid({ versions: '1+', default: zeroUuid }) })),
    grantingVoters: array(struct({ voterId: int32(), voterDirectoryId: uuid({ versions: '1+', default: zeroUuid }) })),
  },
})

/** The first record of a snapshot (type 3). */
export const snapshotHeaderValue = message({
  name: 'SnapshotHeaderRecord',
  validVersions: '0',
  flexibleVersions: '0+',
  fields: {
    version: int16({ default: 0 }),
    /** Milliseconds since 1970; 0 in what the formatter writes. */
    lastContainedLogTimestamp: int64(),
  },
})

/** The last record of a snapshot (type 4); without it the snapshot is not whole. */
export const snapshotFooterValue = message({
  name: 'SnapshotFooterRecord',
  validVersions: '0',
  flexibleVersions: '0+',
  fields: { version: int16({ default: 0 }) },
})

/** The level of the feature `kraft.version` (type 5): 1 means that voters are listed in the log (KIP-853). */
export const kraftVersionValue = message({
  name: 'KRaftVersionRecord',
  validVersions: '0',
  flexibleVersions: '0+',
  fields: { version: int16({ default: 0 }), kraftVersion: int16() },
})

/** All voters of the quorum (type 6). A voter votes only if its directory id is the one listed. */
export const votersValue = message({
  name: 'VotersRecord',
  validVersions: '0',
  flexibleVersions: '0+',
  fields: {
    version: int16({ default: 0 }),
    voters: array(
      struct({
        voterId: int32(),
        voterDirectoryId: uuid(),
        endpoints: array(struct({ name: string(), host: string(), port: uint16() })),
        kraftVersionFeature: nested({ minSupportedVersion: int16(), maxSupportedVersion: int16() }),
      }),
    ),
  },
})
