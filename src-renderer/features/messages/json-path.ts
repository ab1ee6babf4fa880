import type { JsonNode } from './json-nodes.ts'
import { formatJson } from './json-nodes.ts'

/** The path of a node as conditions of a filter have it: `user.id`, `items[0].name`, `["odd.name"]`; empty for all of it. */
export function pathOf(nodes: readonly JsonNode[], index: number): string {
  const names: (string | number)[] = []
  let depth = nodes[index]?.depth ?? 0
  for (let at = index; at >= 0 && depth > 0; at--) {
    const node = nodes[at]
    if (!node || node.depth !== depth || node.end <= index) continue
    if (node.name !== null) names.unshift(node.name)
    depth--
  }
  return names.reduce<string>((path, name) => {
    if (typeof name === 'number') return `${path}[${name}]`
    if (!/^[\p{L}_$][\p{L}\p{N}_$-]*$/u.test(name)) return `${path}[${JSON.stringify(name)}]`
    return path === '' ? name : `${path}.${name}`
  }, '')
}

/** What a node holds: a text without its quotes, everything else as it is written. */
export function valueOf(nodes: readonly JsonNode[], index: number): string {
  const node = nodes[index]
  if (!node) return ''
  if (node.kind === 'string') return JSON.parse(node.text) as string
  if (node.kind !== 'object' && node.kind !== 'array') return node.text
  const inside = nodes.slice(index, node.end).map((each) => {
    return { ...each, depth: each.depth - node.depth, end: each.end - index }
  })
  return formatJson(inside.map((each, at) => (at === 0 ? { ...each, name: null } : each)))
}
