/** What can be looked up in a partition. */
export type LookupTarget =
  | { readonly kind: 'offset'; readonly offset: bigint }
  | { readonly kind: 'time'; readonly timestamp: bigint }

/** Reads what stands in an address: `o42`, `t1700000000000`. */
export function targetOf(find: string): LookupTarget {
  const number = BigInt(find.slice(1))
  return find.startsWith('o') ? { kind: 'offset', offset: number } : { kind: 'time', timestamp: number }
}
