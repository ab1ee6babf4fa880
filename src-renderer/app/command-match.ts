interface Matchable {
  readonly id: string
  readonly label: string
  readonly detail: string
}

/**
 * The first commands whose label or detail holds the words of the query; those whose label is or begins with it come first, and those last
 * that have it in the middle of a word, or in the detail alone. Of two with the same id the earlier stands.
 */
export function matchCommands<Command extends Matchable>(
  commands: readonly Command[],
  query: string,
  most: number,
): readonly Command[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  const ranked: Command[][] = [[], [], [], [], [], []]
  for (const command of commands) {
    const rank = words.length === 0 ? 0 : rankOf(command, words)
    if (rank !== null) ranked[rank]?.push(command)
  }
  const found = new Map<string, Command>()
  for (const command of ranked.flat()) {
    if (!found.has(command.id)) found.set(command.id, command)
    if (found.size === most) break
  }
  return [...found.values()]
}

function rankOf({ label, detail }: Matchable, words: readonly string[]): 0 | 1 | 2 | 3 | 4 | 5 | null {
  const name = label.toLowerCase()
  const rest = detail.toLowerCase()
  if (!words.every((word) => name.includes(word) || rest.includes(word))) return null
  const whole = words.join(' ')
  const [first = ''] = words
  if (name === whole) return 0
  if (name.startsWith(whole)) return 1
  if (name.startsWith(first)) return 2
  const place = name.indexOf(first)
  if (place === -1) return 5
  return WITHIN_A_WORD.test(name.charAt(place - 1)) ? 4 : 3
}

const WITHIN_A_WORD = /[\p{L}\p{N}]/u
