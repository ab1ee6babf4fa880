import type { ScanRequest } from '../../../api/scans.ts'
import type { Page } from '../pages.ts'

/** What is shown at the moment, as far as something can be done with it. */
export interface ScanAtHand {
  readonly clusterId: string
  readonly topic: string
  readonly scanId: string | null
  readonly request: ScanRequest | null
  readonly page: Page
  readonly isTail: boolean
}

/** Everything that a request finds, from the beginning to what is the end now; in the order in which it stands there. */
export function bounded(request: ScanRequest): ScanRequest {
  return {
    ...request,
    order: 'oldest',
    showsControlRecords: false,
    end: request.end.at === 'never' ? NOW : request.end,
  }
}

const NOW = { at: 'now' } as const

export function wholeTopic({ clusterId, topic }: Pick<ScanAtHand, 'clusterId' | 'topic'>): ScanRequest {
  return {
    clusterId,
    topic,
    partitions: null,
    start: { at: 'beginning' },
    end: NOW,
    order: 'oldest',
    filter: null,
    isolation: 'read-committed',
    showsControlRecords: false,
    decoding: null,
    limit: 1,
  }
}
