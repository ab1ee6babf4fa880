/** Whether one UTF-16 unit is meant. */
export type UnitTest = (unit: number) => boolean

/** A parsed regular expression. */
export type PatternNode =
  | { readonly kind: 'unit'; readonly accepts: UnitTest }
  | { readonly kind: 'start' }
  | { readonly kind: 'end' }
  | { readonly kind: 'sequence'; readonly parts: readonly PatternNode[] }
  | { readonly kind: 'choice'; readonly options: readonly PatternNode[] }
  /** `max` is null for no limit. */
  | { readonly kind: 'repeat'; readonly part: PatternNode; readonly min: number; readonly max: number | null }
