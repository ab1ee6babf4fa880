import { join } from 'node:path'
import { zeroUuid } from '../../bytes/uuid.ts'
import type { Disk } from '../../environment/disk.ts'

/** What a raft node remembers of elections, in a file beside the metadata log. */
export interface QuorumState {
  /** -1 when none is known. */
  readonly leaderId: number
  readonly leaderEpoch: number
}

const fileName = 'quorum-state'

/**
 * Null when there is no file or it cannot be read. The latter is no error: the log knows the epochs in which anything
 * was written, and only those must not come again.
 */
export function readQuorumState(disk: Disk, logDirectory: string): QuorumState | null {
  const path = join(logDirectory, fileName)
  if (!disk.exists(path)) return null
  const parsed = parseObject(Buffer.from(disk.readFile(path)).toString('utf8'))
  const leaderEpoch = parsed?.['leaderEpoch']
  if (typeof leaderEpoch !== 'number' || !Number.isSafeInteger(leaderEpoch)) return null
  const leaderId = parsed?.['leaderId']
  return { leaderEpoch, leaderId: typeof leaderId === 'number' ? leaderId : -1 }
}

/**
 * Replaces the file atomically; it is on the medium when this returns. One line of JSON without an end of line, in the
 * fields that the level of `kraft.version` has.
 */
export function writeQuorumState(
  disk: Disk,
  logDirectory: string,
  { state, kraftVersion }: { readonly state: QuorumState; readonly kraftVersion: number },
): void {
  const { leaderId, leaderEpoch } = state
  const fields =
    kraftVersion === 0
      ? {
          clusterId: '',
          leaderId,
          leaderEpoch,
          votedId: -1,
          appliedOffset: 0,
          currentVoters: [{ voterId: leaderId }],
          data_version: 0,
        }
      : { leaderId, leaderEpoch, votedId: -1, votedDirectoryId: zeroUuid, data_version: 1 }
  disk.replaceFile(join(logDirectory, fileName), Buffer.from(JSON.stringify(fields)))
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const parsed: unknown = JSON.parse(text)
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : null
  } catch {
    return null
  }
}
