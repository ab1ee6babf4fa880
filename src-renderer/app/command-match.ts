interface Matchable {
  readonly label: string
  readonly detail: string
}

/** The commands whose label or detail holds the words of the query; those whose label begins with it come first. */
export function matchCommands<Command extends Matchable>(commands: readonly Command[], query: string): Command[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  const [first] = words
  if (first === undefined) return [...commands]
  return commands
    .map((command, index) => ({ command, index, rank: rankOf(command, words) }))
    .filter(({ rank }) => rank !== null)
    .sort((left, right) => (left.rank ?? 0) - (right.rank ?? 0) || left.index - right.index)
    .map(({ command }) => command)
}

function rankOf({ label, detail }: Matchable, words: readonly string[]): number | null {
  const name = label.toLowerCase()
  const rest = detail.toLowerCase()
  if (!words.every((word) => name.includes(word) || rest.includes(word))) return null
  const [first = ''] = words
  if (name === first) return 0
  if (name.startsWith(first)) return 1
  if (name.includes(first)) return 2
  return 3
}
