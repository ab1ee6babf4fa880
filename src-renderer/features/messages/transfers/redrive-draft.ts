import type { HeaderChange, RedriveOrder } from '../../../api/transfers.ts'
import type { ScanRequest } from '../../../api/scans.ts'
import type { Way } from './way-fields.tsx'

export interface ChangeDraft {
  /** Tells rows apart that say the same. */
  readonly id: number
  readonly change: HeaderChange['change']
  readonly key: string
  /** The value, or the new name. */
  readonly to: string
}

export interface RedriveDraft {
  readonly targetClusterId: string
  readonly by: 'name' | 'header'
  readonly topic: string
  readonly header: string
  readonly changes: readonly ChangeDraft[]
}

export function blankRedrive(targetClusterId: string): RedriveDraft {
  return { targetClusterId, by: 'name', topic: '', header: '', changes: [] }
}

export function withChange(draft: RedriveDraft): RedriveDraft {
  const id = Math.max(0, ...draft.changes.map((each) => each.id)) + 1
  return { ...draft, changes: [...draft.changes, { id, change: 'remove', key: '', to: '' }] }
}

/** The order that a draft means; null while something of it is missing. */
export function orderOf(draft: RedriveDraft, { source, way }: { source: ScanRequest; way: Way }): RedriveOrder | null {
  const { targetClusterId, by, topic, header } = draft
  if (by === 'name' ? topic.trim() === '' : header.trim() === '') return null
  const changes = draft.changes.filter(({ key }) => key !== '')
  if (changes.some(({ change, to }) => change === 'rename' && to === '')) return null
  const { partitioning, keepsTimestamps, compression, ratePerSecond } = way
  return {
    source,
    targetClusterId,
    target:
      by === 'name'
        ? { from: 'name', topic: topic.trim() }
        : { from: 'header', header: header.trim(), otherwise: topic.trim() === '' ? null : topic.trim() },
    headers: changes.map(({ change, key, to }): HeaderChange => {
      if (change === 'remove') return { change, key }
      return change === 'set' ? { change, key, value: to } : { change, key, to }
    }),
    partitioning,
    keepsTimestamps,
    compression,
    ratePerSecond,
  }
}
