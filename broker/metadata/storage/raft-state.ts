import { ByteReader } from '../../bytes/byte-reader.ts'
import { controlType, controlTypes } from '../../records/control-records.ts'
import type { RecordView } from '../../records/record.ts'
import { readMessage, type Message, type ValueOf } from '../../schema/message.ts'
import { kraftVersionValue, leaderChangeValue, votersValue } from '../records/raft-records.ts'

export type Voters = ValueOf<typeof votersValue>['voters']

/** What the control records of the metadata log and its snapshots say about the quorum. */
export interface RaftState {
  /** 0: voters are configured on each node; 1: they are listed in the log (KIP-853). */
  readonly kraftVersion: number
  /** The voters that are listed; null where none are. */
  readonly voters: Voters | null
  /** Whether the list stands in the log itself and not only in the snapshot that formatting has made. */
  readonly areVotersInLog: boolean
  /** The ids that the last LeaderChange names; with kraft.version 0 that is all there is. */
  readonly electedVoterIds: readonly number[]
}

export const initialRaftState: RaftState = {
  kraftVersion: 0,
  voters: null,
  areVotersInLog: false,
  electedVoterIds: [],
}

/** `state` after a control record. `place` says whether the snapshot of the formatter or anything later holds it. */
export function afterControlRecord(state: RaftState, record: RecordView, place: 'formatted' | 'log'): RaftState {
  switch (controlType(record.key)) {
    case controlTypes.leaderChange: {
      const { voters } = valueOf(leaderChangeValue, record)
      return { ...state, electedVoterIds: voters.map(({ voterId }) => voterId) }
    }
    case controlTypes.kraftVersion:
      return { ...state, kraftVersion: valueOf(kraftVersionValue, record).kraftVersion }
    case controlTypes.kraftVoters:
      return { ...state, voters: valueOf(votersValue, record).voters, areVotersInLog: place === 'log' }
    default:
      return state
  }
}

/** The same voters where they say already that the one of that id is at `endpoint`, and others otherwise. */
export function withEndpoint(
  voters: Voters,
  { id, endpoint }: { readonly id: number; readonly endpoint: { readonly host: string; readonly port: number } },
): Voters {
  const isThere = voters.every(({ voterId, endpoints: [first] }) => {
    return voterId !== id || (first?.host === endpoint.host && first.port === endpoint.port)
  })
  if (isThere) return voters
  const endpoints = [{ name: 'CONTROLLER', ...endpoint }]
  return voters.map((voter) => (voter.voterId === id ? { ...voter, endpoints } : voter))
}

function valueOf<M extends Message>(schema: M, record: RecordView): ValueOf<M> {
  const value = record.value ?? new Uint8Array()
  // Each of these values begins with the version that it is in.
  const version = new ByteReader(value).int16()
  return readMessage(schema, version, new ByteReader(value)) as ValueOf<M>
}
