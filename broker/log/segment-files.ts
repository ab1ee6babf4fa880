import { join } from 'node:path'

export type SegmentFileKind = 'log' | 'index' | 'timeindex' | 'txnindex' | 'snapshot'

/** Files on their way in or out: being deleted, being written by compaction, ready to replace others. */
export type SegmentFileSuffix = '' | '.deleted' | '.cleaned' | '.swap'

const name = /^(\d{20})\.(log|index|timeindex|txnindex|snapshot)(\.deleted|\.cleaned|\.swap)?$/

export interface SegmentFileName {
  readonly offset: bigint
  readonly kind: SegmentFileKind
  readonly suffix: SegmentFileSuffix
}

/** `00000000000000000042.timeindex`: the base offset in twenty digits; for a producer snapshot the offset it stands for. */
export function segmentFile(directory: string, offset: bigint, kind: SegmentFileKind): string {
  return join(directory, `${offset.toString().padStart(20, '0')}.${kind}`)
}

/** Null for a file that is not part of a segment. */
export function parseSegmentFile(fileName: string): SegmentFileName | null {
  const [, digits, kind, suffix = ''] = name.exec(fileName) ?? []
  if (digits === undefined || kind === undefined) return null
  return { offset: BigInt(digits), kind: kind as SegmentFileKind, suffix: suffix as SegmentFileSuffix }
}
