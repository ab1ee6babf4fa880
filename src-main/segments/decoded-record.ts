import { ByteReader } from '../../broker/bytes/byte-reader.ts'
import {
  kraftVersionValue,
  leaderChangeValue,
  snapshotFooterValue,
  snapshotHeaderValue,
  votersValue,
} from '../../broker/metadata/records/raft-records.ts'
import { decodeMetadataRecord } from '../../broker/metadata/records/record-codec.ts'
import { controlType, controlTypes } from '../../broker/records/control-records.ts'
import type { RecordView } from '../../broker/records/record.ts'
import { readMessage, type Message } from '../../broker/schema/message.ts'
import type { SegmentRecord } from '../api/segments.ts'
import { plainOf } from '../decoding/binary-formats.ts'
import { exactJsonText } from '../decoding/exact-json.ts'

type Decoded = SegmentRecord['decoded']

/** What raft writes, by the type in its key; each value begins with its own version. */
const raftValues: Readonly<Record<number, { readonly type: string; readonly schema: Message }>> = {
  [controlTypes.leaderChange]: { type: 'LEADER_CHANGE', schema: leaderChangeValue },
  [controlTypes.snapshotHeader]: { type: 'SNAPSHOT_HEADER', schema: snapshotHeaderValue },
  [controlTypes.snapshotFooter]: { type: 'SNAPSHOT_FOOTER', schema: snapshotFooterValue },
  [controlTypes.kraftVersion]: { type: 'KRAFT_VERSION', schema: kraftVersionValue },
  [controlTypes.kraftVoters]: { type: 'KRAFT_VOTERS', schema: votersValue },
}

/** What a record of a control batch says. Null where it cannot be understood. */
export function controlRecord({ key, value }: RecordView): Decoded {
  const type = controlType(key)
  if (type === null || value === null) return null
  try {
    if (type === controlTypes.abort || type === controlTypes.commit) {
      const reader = new ByteReader(value)
      const version = reader.int16()
      const json = exactJsonText({ coordinatorEpoch: reader.int32() })
      return { type: type === controlTypes.abort ? 'ABORT' : 'COMMIT', version, json }
    }
    const known = raftValues[type]
    if (known === undefined) return { type: `UNKNOWN(${type})`, version: 0, json: '{}' }
    const version = new ByteReader(value).int16()
    const read = readMessage(known.schema, version, new ByteReader(value))
    return { type: known.type, version, json: exactJsonText(plainOf(read)) }
  } catch {
    return null
  }
}

/** What a record of the metadata log says. Null where it cannot be understood. */
export function metadataRecord({ value }: RecordView): Decoded {
  if (value === null) return null
  try {
    const { type, version, value: fields } = decodeMetadataRecord(value)
    return { type, version, json: exactJsonText(plainOf(fields)) }
  } catch {
    return null
  }
}
