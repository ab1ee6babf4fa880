import type { MessageRow } from '../../../../src-renderer/api/messages.ts'

const NOTHING = { kind: 'null', text: '', sizeBytes: 0, isCut: false } as const

/** A row at a place and time, without content. */
export function rowAt(place: Pick<MessageRow, 'timestamp' | 'partition' | 'offset'>): MessageRow {
  return { ...place, timestampType: 'create-time', key: NOTHING, value: NOTHING, headers: [], sizeBytes: 0 }
}
