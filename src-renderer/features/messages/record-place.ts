/** Where a record is within its topic. */
export interface RecordPlace {
  readonly partition: number
  readonly offset: bigint
}

/** `3@42`: as a key, and as a part of an address. */
export function placeKey({ partition, offset }: RecordPlace): string {
  return `${partition}@${offset}`
}

/** Reads what {@link placeKey} wrote; null for anything else. */
export function parsePlace(text: unknown): RecordPlace | null {
  const match = typeof text === 'string' ? /^(\d{1,9})@(\d{1,19})$/.exec(text) : null
  return match ? { partition: Number(match[1]), offset: BigInt(match[2] ?? '0') } : null
}

/**
 * What may stand in the address of a topic: the record whose detail is open. A page that is opened by such an address
 * finds the query of the whole page, which holds the token, behind it: the history puts the two together.
 */
export function readRecordSearch(search: Readonly<Record<string, unknown>>): { readonly record?: string } {
  const { record } = search
  const place = typeof record === 'string' ? parsePlace(record.replace(/\?.*$/, '')) : null
  return place ? { record: placeKey(place) } : {}
}
