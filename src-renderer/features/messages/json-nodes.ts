import { texts } from '../../languages/texts.ts' /**
 * JSON as it was written. Numbers keep every digit, objects keep the order of their members and members of the same
 * name: JavaScript's own objects and numbers can do neither.
 */
export interface JsonNode {
  readonly depth: number
  /** The name in its object, the place in its array, null for the outermost. */
  readonly name: string | number | null
  readonly kind: 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null'
  /** As it is written: `"text"`, `18446744073709551615`; empty for objects and arrays. */
  readonly text: string
  /** Members of an object or array. */
  readonly size: number
  /** The index of the first node behind this one and everything in it. */
  readonly end: number
}

export class JsonError extends Error {
  override readonly name = 'JsonError'
}

const DEEPEST = 500

/** The nodes of a JSON text in document order. @throws JsonError with what is wrong and where. */
export function readJson(text: string): readonly JsonNode[] {
  return new JsonReader(text).read()
}

type Draft = { -readonly [Key in keyof JsonNode]: JsonNode[Key] }

class JsonReader {
  readonly #text: string
  readonly #nodes: Draft[] = []
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  read(): readonly JsonNode[] {
    this.#value(null, 0)
    this.#skipSpace()
    if (this.#at < this.#text.length) this.#fail(texts.messages.thereIsMoreBehind)
    return this.#nodes
  }

  #value(name: string | number | null, depth: number): void {
    if (depth > DEEPEST) this.#fail(texts.messages.nestedTooDeep(DEEPEST))
    this.#skipSpace()
    const node: Draft = { depth, name, kind: 'null', text: '', size: 0, end: 0 }
    this.#nodes.push(node)
    const first = this.#text[this.#at]
    if (first === '{') this.#object(node)
    else if (first === '[') this.#array(node)
    else if (first === '"') this.#scalar(node, 'string', STRING)
    else if (first === 't' || first === 'f') this.#scalar(node, 'boolean', BOOLEAN)
    else if (first === 'n') this.#scalar(node, 'null', NULL)
    else this.#scalar(node, 'number', NUMBER)
    node.end = this.#nodes.length
  }

  #object(node: Draft): void {
    node.kind = 'object'
    this.#at++
    if (this.#takes('}')) return
    do {
      this.#skipSpace()
      const name = this.#match(STRING, texts.messages.aNameInQuotes)
      this.#expect(':')
      this.#value(unquote(name), node.depth + 1)
      node.size++
    } while (this.#takes(','))
    this.#expect('}')
  }

  #array(node: Draft): void {
    node.kind = 'array'
    this.#at++
    if (this.#takes(']')) return
    do this.#value(node.size++, node.depth + 1)
    while (this.#takes(','))
    this.#expect(']')
  }

  #scalar(node: Draft, kind: JsonNode['kind'], pattern: RegExp): void {
    node.kind = kind
    node.text = this.#match(pattern, texts.messages.aValue)
  }

  #match(pattern: RegExp, what: string): string {
    pattern.lastIndex = this.#at
    const [found] = pattern.exec(this.#text) ?? []
    if (found === undefined) return this.#fail(texts.messages.isExpected(what))
    this.#at += found.length
    return found
  }

  #takes(character: string): boolean {
    this.#skipSpace()
    if (this.#text[this.#at] !== character) return false
    this.#at++
    return true
  }

  #expect(character: string): void {
    if (!this.#takes(character)) this.#fail(texts.messages.isExpected(character))
  }

  #skipSpace(): void {
    SPACE.lastIndex = this.#at
    SPACE.exec(this.#text)
    this.#at = Math.max(this.#at, SPACE.lastIndex)
  }

  #fail(what: string): never {
    const before = this.#text.slice(0, this.#at)
    const line = before.split('\n').length
    throw new JsonError(texts.messages.inLine(what, line, this.#at - before.lastIndexOf('\n')))
  }
}

const SPACE = /[ \t\n\r]*/y
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
// oxlint-disable-next-line no-control-regex -- JSON forbids control characters in strings
const STRING = /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*"/y
const BOOLEAN = /true|false/y
const NULL = /null/y

function unquote(literal: string): string {
  return JSON.parse(literal) as string
}

/** The same JSON, every member on a line of its own; each value stays as it is written. */
export function formatJson(nodes: readonly JsonNode[], indent = '  '): string {
  const parts: string[] = []
  const write = (index: number): void => {
    const node = nodes[index]
    if (!node) return
    if (typeof node.name === 'string') parts.push(JSON.stringify(node.name), ': ')
    if (node.kind !== 'object' && node.kind !== 'array') {
      parts.push(node.text)
      return
    }
    const [open, close] = node.kind === 'object' ? ['{', '}'] : ['[', ']']
    parts.push(open)
    for (let child = index + 1; child < node.end; child = nodes[child]?.end ?? node.end) {
      parts.push(child === index + 1 ? '\n' : ',\n', indent.repeat(node.depth + 1))
      write(child)
    }
    if (node.size > 0) parts.push('\n', indent.repeat(node.depth))
    parts.push(close)
  }
  write(0)
  return parts.join('')
}

/** The indices of the nodes that are to be seen when some objects and arrays are folded. */
export function visibleNodes(nodes: readonly JsonNode[], folded: ReadonlySet<number>): readonly number[] {
  const visible: number[] = []
  for (let index = 0; index < nodes.length;) {
    visible.push(index)
    index = folded.has(index) ? (nodes[index]?.end ?? nodes.length) : index + 1
  }
  return visible
}

export function isFoldable(node: JsonNode): boolean {
  return node.size > 0
}
