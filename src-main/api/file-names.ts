import type { FileState, SegmentFileKind } from './segment-contents.ts'

/** What a file's name says. */
export interface NamedFile {
  readonly kind: SegmentFileKind
  readonly state: FileState
  readonly baseOffset: bigint | null
}

const ofSegment = /^(\d{20})\.(log|index|timeindex|txnindex|snapshot)(?:\.(deleted|cleaned|swap))?$/
const metadataSnapshot = /^(\d{20})-(\d{10})[^/]*\.checkpoint(?:\.(part|deleted))?$/

const byName: Readonly<Record<string, SegmentFileKind>> = {
  'leader-epoch-checkpoint': 'leader-epochs',
  'partition.metadata': 'partition-metadata',
  'quorum-state': 'quorum-state',
  'recovery-point-offset-checkpoint': 'recovery-points',
  'log-start-offset-checkpoint': 'log-start-offsets',
  'replication-offset-checkpoint': 'high-watermarks',
  'cleaner-offset-checkpoint': 'cleaner-offsets',
  'meta.properties': 'meta-properties',
  'bootstrap.checkpoint': 'bootstrap',
  '.kafka_cleanshutdown': 'clean-marker',
  '.lock': 'lock',
}

/** What a file of a log directory or of one of its folders is. */
export function nameOfFile(fileName: string): NamedFile {
  const [, base, kind, suffix] = ofSegment.exec(fileName) ?? []
  if (base !== undefined) {
    return {
      kind: kind as SegmentFileKind,
      state: (suffix as FileState | undefined) ?? 'current',
      baseOffset: BigInt(base),
    }
  }
  const [, end, , ending] = metadataSnapshot.exec(fileName) ?? []
  if (end !== undefined) {
    return { kind: 'metadata-snapshot', state: (ending as FileState | undefined) ?? 'current', baseOffset: null }
  }
  const known = byName[fileName]
  if (known !== undefined) return { kind: known, state: 'current', baseOffset: null }
  const written = fileName.endsWith('.tmp') ? byName[fileName.slice(0, -'.tmp'.length)] : undefined
  if (written !== undefined) return { kind: written, state: 'temporary', baseOffset: null }
  // A copy under another name is a log all the same.
  const isLog = /\.log(?:\.(?:deleted|cleaned|swap))?$/.test(fileName)
  return { kind: isLog ? 'log' : 'unknown', state: 'current', baseOffset: null }
}
