import type { ResetPreviewRow } from '../api/group-resets.ts'
import { texts } from '../languages/texts.ts'

/** What has to be known of a partition to say where a reset leads. */
export interface ResetPartition {
  readonly topic: string
  readonly partition: number
  /** Null: the group has committed nothing here. */
  readonly committedOffset: bigint | null
  readonly startOffset: bigint
  readonly endOffset: bigint
}

/** Where a strategy leads in one partition. */
export type ResetTarget =
  | { readonly to: 'earliest' | 'latest' | 'current' }
  /** Kept within what exists. `from` says where it comes from: "offset 3 (line 5) is". */
  | { readonly to: 'offset'; readonly offset: bigint; readonly from?: string }
  /** What the partition's leader answered; null where no record is that late. */
  | { readonly to: 'timestamp'; readonly offsetAtTimestamp: bigint | null }
  | { readonly to: 'shift'; readonly by: bigint }
  /** As it is, whether it exists or not; null: no offset. */
  | { readonly to: 'exactly'; readonly offset: bigint | null }

/** Where the group would be after the reset, and what that means for it. A `shift` needs a committed offset. */
export function planReset(partition: ResetPartition, target: ResetTarget): ResetPreviewRow {
  const { topic, committedOffset, startOffset, endOffset } = partition
  const { newOffset, note } = placeOf(partition, target)
  // What lies outside of the bounds is gone or not yet written: nobody can read it again or miss it.
  const current = committedOffset === null ? startOffset : within(committedOffset, partition)
  const next = newOffset === null ? current : within(newOffset, { startOffset, endOffset })
  return {
    topic,
    partition: partition.partition,
    currentOffset: committedOffset,
    newOffset,
    rereadCount: committedOffset !== null && next < current ? current - next : 0n,
    skippedCount: next > current ? next - current : 0n,
    note,
  }
}

interface Place {
  readonly newOffset: bigint | null
  readonly note: string | null
}

function placeOf(partition: ResetPartition, target: ResetTarget): Place {
  const { startOffset, endOffset, committedOffset } = partition
  const { notes } = texts.groups
  switch (target.to) {
    case 'earliest':
      return { newOffset: startOffset, note: null }
    case 'latest':
      return { newOffset: endOffset, note: null }
    case 'current':
      return committedOffset === null
        ? { newOffset: endOffset, note: notes.withoutOffset }
        : asItIs(partition, committedOffset)
    case 'offset':
      return kept(partition, target.offset, target.from ?? notes.offsetIs(target.offset))
    case 'timestamp':
      return target.offsetAtTimestamp === null
        ? { newOffset: endOffset, note: notes.endTaken }
        : { newOffset: target.offsetAtTimestamp, note: null }
    case 'shift': {
      const wanted = (committedOffset ?? startOffset) + target.by
      const isBack = target.by < 0n
      return kept(partition, wanted, isBack ? notes.backIs(-target.by, wanted) : notes.forwardIs(target.by, wanted))
    }
    case 'exactly':
      return target.offset === null ? withoutOffset(partition) : asItIs(partition, target.offset)
    default:
      return target satisfies never
  }
}

function withoutOffset({ committedOffset }: ResetPartition): Place {
  return { newOffset: null, note: committedOffset === null ? null : texts.groups.notes.noOffset }
}

function asItIs(partition: ResetPartition, offset: bigint): Place {
  const exists = within(offset, partition) === offset
  return {
    newOffset: offset,
    note: exists ? null : texts.groups.notes.doesNotExist(offset),
  }
}

/** The wanted offset, or the nearest one that exists. */
function kept({ startOffset, endOffset }: ResetPartition, wanted: bigint, subject: string): Place {
  const newOffset = within(wanted, { startOffset, endOffset })
  if (newOffset === wanted) return { newOffset, note: null }
  const { beforeStart, afterEnd } = texts.groups.notes
  return { newOffset, note: wanted < startOffset ? beforeStart(subject, newOffset) : afterEnd(subject, newOffset) }
}

function within(offset: bigint, { startOffset, endOffset }: { startOffset: bigint; endOffset: bigint }): bigint {
  if (offset < startOffset) return startOffset
  return offset > endOffset ? endOffset : offset
}
