import type { FilterRecord } from './record-filter.ts'

/** Of key, value and headers together, in bytes: what the table shows as the size of a record. */
export function recordSize({ key, value, headers }: Pick<FilterRecord, 'key' | 'value' | 'headers'>): number {
  let size = (key?.byteLength ?? 0) + (value?.byteLength ?? 0)
  for (const header of headers) size += Buffer.byteLength(header.key) + (header.value?.byteLength ?? 0)
  return size
}
