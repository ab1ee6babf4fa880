import type { JsonNode } from './json-nodes.ts'
import type { TextSpan } from './text-lines.ts'

/** More than these nobody walks through; the count then says at least. */
const MOST_FOUND = 10_000

/** Where a text has another, whatever their case; none overlaps another. */
export function spansWith(text: string, wanted: string): readonly TextSpan[] {
  // A regular expression folds case without changing lengths, as toLowerCase does for some letters.
  const pattern = new RegExp(wanted.replaceAll(/[$()*+./?[\\\]^{|}]/g, String.raw`\$&`), 'giu')
  const found: TextSpan[] = []
  for (const { index, 0: match } of text.matchAll(pattern)) {
    found.push({ start: index, end: index + match.length })
    if (found.length === MOST_FOUND) break
  }
  return found
}

/** The nodes of a tree whose name or value has the text. */
export function nodesWith(nodes: readonly JsonNode[], wanted: string): readonly number[] {
  const folded = wanted.toLowerCase()
  const found: number[] = []
  for (const [index, { name, text }] of nodes.entries()) {
    const hasName = typeof name === 'string' && name.toLowerCase().includes(folded)
    if (!hasName && !text.toLowerCase().includes(folded)) continue
    found.push(index)
    if (found.length === MOST_FOUND) break
  }
  return found
}

/** The objects and arrays that a node is in, the outermost first. */
export function ancestorsOf(nodes: readonly JsonNode[], index: number): readonly number[] {
  const found: number[] = []
  let depth = nodes[index]?.depth ?? 0
  for (let at = index - 1; at >= 0 && depth > 0; at--) {
    if ((nodes[at]?.depth ?? 0) !== depth - 1) continue
    found.unshift(at)
    depth -= 1
  }
  return found
}
