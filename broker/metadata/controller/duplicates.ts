/** The values that occur more than once. */
export function duplicates<Value>(values: Iterable<Value>): ReadonlySet<Value> {
  const seen = new Set<Value>()
  const twice = new Set<Value>()
  for (const value of values) {
    if (seen.has(value)) twice.add(value)
    seen.add(value)
  }
  return twice
}
