const longestName = 249

/** What is wrong with `name` as the name of a topic, or null. */
export function topicNameProblem(name: string): string | null {
  const reason = reasonAgainst(name)
  return reason === null ? null : `Topic name is invalid: ${reason}`
}

function reasonAgainst(name: string): string | null {
  if (name === '') return 'the empty string is not allowed'
  if (name === '.' || name === '..') return `'${name}' is not allowed`
  if (name.length > longestName) return `the length of '${name}' is longer than the max allowed length ${longestName}`
  if (/^[a-zA-Z0-9._-]+$/.test(name)) return null
  return `'${name}' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'`
}

/**
 * The topic among `names` that differs from `name` only by dots and underscores. Kafka's metrics cannot tell the two
 * apart, so it refuses the second.
 */
export function collidingTopic(name: string, names: Iterable<string>): string | null {
  if (!/[._]/.test(name)) return null
  const unified = name.replaceAll('.', '_')
  for (const other of names) {
    if (other.length === name.length && other.replaceAll('.', '_') === unified) return other
  }
  return null
}
