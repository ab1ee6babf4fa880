import type { RecordHeader } from '../../broker/records/record.ts'
import type { HeaderChange, RedriveOrder } from '../api/redrives.ts'
import { texts } from '../languages/texts.ts'

/** The topic that the headers of a message send it to. @throws Error why it cannot go anywhere */
export function targetTopicOf({ target }: Pick<RedriveOrder, 'target'>, headers: readonly RecordHeader[]): string {
  return target.from === 'name' ? target.topic : namedBy(target, headers)
}

function namedBy(
  { header, otherwise }: { readonly header: string; readonly otherwise: string | null },
  headers: readonly RecordHeader[],
): string {
  const value = headers.findLast(({ key }) => key === header)?.value ?? null
  const name = value === null ? '' : Buffer.from(value).toString('utf8')
  if (name !== '') return name
  if (otherwise !== null) return otherwise
  throw new Error(texts.transfers.namesNoTopic(header))
}

/** Headers after the changes, which are made one after the other; what is not spoken of keeps its place. */
export function changedHeaders(
  headers: readonly RecordHeader[],
  changes: readonly HeaderChange[],
): readonly RecordHeader[] {
  let changed = headers
  for (const change of changes) {
    switch (change.change) {
      case 'set':
        changed = [
          ...changed.filter(({ key }) => key !== change.key),
          { key: change.key, value: Buffer.from(change.value) },
        ]
        break
      case 'remove':
        changed = changed.filter(({ key }) => !isMeant(key, change.key))
        break
      case 'rename':
        changed = changed.map((header) => (header.key === change.key ? { ...header, key: change.to } : header))
        break
    }
  }
  return changed
}

function isMeant(key: string, name: string): boolean {
  return name.endsWith('*') ? key.startsWith(name.slice(0, -1)) : key === name
}
