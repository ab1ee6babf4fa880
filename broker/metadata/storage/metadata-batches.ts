import { buildBatch } from '../../records/build-batch.ts'
import { controlKey, controlTypes } from '../../records/control-records.ts'
import type { RecordInput } from '../../records/record.ts'
import { encodeMessage } from '../../schema/message.ts'
import type { NewMetadataRecord } from '../records/metadata-records.ts'
import {
  kraftVersionValue,
  leaderChangeValue,
  snapshotFooterValue,
  snapshotHeaderValue,
  votersValue,
} from '../records/raft-records.ts'
import { encodeMetadataRecord } from '../records/record-codec.ts'
import type { Voters } from './raft-state.ts'

/** A batch of the metadata log may not be larger; Kafka's reader allocates no more. */
export const maxBatchBytes = 8 * 1024 * 1024

/** Where a batch goes. All its records carry one timestamp. */
export interface BatchPlace {
  readonly baseOffset: bigint
  readonly epoch: number
  /** Milliseconds since 1970. */
  readonly timestamp: number
}

/** One batch of metadata records: all of them count or none does. */
export function metadataBatch(records: readonly NewMetadataRecord[], place: BatchPlace): Buffer {
  return batch(
    records.map((record) => ({ key: null, value: encodeMetadataRecord(record) })),
    place,
  )
}

export interface LeaderChange {
  readonly leaderId: number
  /** Listed behind the leader change when the log does not list them yet; null leaves them out. */
  readonly voters: Voters | null
  readonly kraftVersion: number
}

/** Opens a raft epoch in which `leaderId` has elected itself. */
export function leaderChangeBatch({ leaderId, voters, kraftVersion }: LeaderChange, place: BatchPlace): Buffer {
  const self = [{ voterId: leaderId }]
  const change = { version: 0, leaderId, voters: self, grantingVoters: self }
  const records = [control(controlTypes.leaderChange, encodeMessage(leaderChangeValue, 0, change))]
  if (voters !== null) records.push(...votersRecords(voters, kraftVersion))
  return batch(records, place, { isControl: true })
}

/** The first batch of a snapshot. `lastContainedLogTimestamp` is that of the last record that it stands for. */
export function snapshotHeaderBatch(
  header: {
    readonly lastContainedLogTimestamp: bigint
    readonly voters: Voters | null
    readonly kraftVersion: number
  },
  place: BatchPlace,
): Buffer {
  const { lastContainedLogTimestamp, voters, kraftVersion } = header
  const value = encodeMessage(snapshotHeaderValue, 0, { lastContainedLogTimestamp })
  const records = [control(controlTypes.snapshotHeader, value)]
  if (voters !== null) records.push(...votersRecords(voters, kraftVersion))
  return batch(records, place, { isControl: true })
}

/** The last batch of a snapshot. */
export function snapshotFooterBatch(place: BatchPlace): Buffer {
  const footer = control(controlTypes.snapshotFooter, encodeMessage(snapshotFooterValue, 0, {}))
  return batch([footer], place, { isControl: true })
}

type Unplaced = Pick<RecordInput, 'key' | 'value'>

function votersRecords(voters: Voters, kraftVersion: number): Unplaced[] {
  return [
    control(controlTypes.kraftVersion, encodeMessage(kraftVersionValue, 0, { kraftVersion })),
    control(controlTypes.kraftVoters, encodeMessage(votersValue, 0, { voters })),
  ]
}

function control(type: number, value: Buffer): Unplaced {
  return { key: controlKey(type), value }
}

function batch(
  records: readonly Unplaced[],
  place: BatchPlace,
  options: { readonly isControl?: boolean } = {},
): Buffer {
  const timestamp = BigInt(place.timestamp)
  return buildBatch(
    records.map(({ key, value }) => ({ key, value, timestamp })),
    { ...options, baseOffset: place.baseOffset, partitionLeaderEpoch: place.epoch },
  )
}
