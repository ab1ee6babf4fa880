import { parseSync } from 'vite'

/** What a source file does with the texts of the language files. */
export interface TextUse {
  /** Keys that it asks for: `groups.title`. One that ends before a text, as `groups.states`, stands for all below it. */
  readonly keys: readonly string[]
  /** Lines in which it asks while the module is loaded, when nobody knows the language yet. */
  readonly tooEarly: readonly number[]
}

interface Node {
  readonly type: string
  readonly start: number
  readonly [key: string]: unknown
}

interface Search {
  readonly source: string
  readonly keys: Set<string>
  readonly tooEarly: number[]
  /** What `const words = texts.groups` calls a part of the texts, in this block and those within. */
  readonly aliases: ReadonlyMap<string, string[]>
  readonly isInFunction: boolean
}

/** Follows `texts.area.key`, and names such as `words` that a function gives to a part of them. */
export function textUse(path: string, source: string): TextUse {
  const { program } = parseSync(path, source, { lang: path.endsWith('x') ? 'tsx' : 'ts' })
  const aliases = new Map<string, string[]>([['texts', []]])
  const search: Search = { source, keys: new Set(), tooEarly: [], aliases, isInFunction: false }
  visit(program as unknown as Node, search)
  return { keys: [...search.keys], tooEarly: [...new Set(search.tooEarly)] }
}

/** The search within a block, which may give names of its own. */
function within(block: Node, search: Search): Search {
  const aliases = new Map(search.aliases)
  for (const statement of childrenOf(block).filter(({ type }) => type === 'VariableDeclaration')) {
    for (const { id, init } of childrenOf(statement)) {
      const chain = chainOf(init, { ...search, aliases })
      if (chain !== undefined && nameOf(id) !== '') aliases.set(nameOf(id), chain)
    }
  }
  return { ...search, aliases }
}

function visit(node: Node, outer: Search): void {
  if (/^Import|^TS(Type|Interface)/.test(node.type)) return
  const search = node.type === 'BlockStatement' || node.type === 'Program' ? within(node, outer) : outer
  const chain = chainOf(node, search)
  if (chain !== undefined) {
    if (chain.length > 0) search.keys.add(chain.join('.'))
    if (!search.isInFunction) search.tooEarly.push(search.source.slice(0, node.start).split('\n').length)
    visitComputed(node, search)
    return
  }
  const isAlias = node.type === 'VariableDeclarator' && search.aliases.has(nameOf(node.id)) && isNode(node.init)
  if (isAlias && search.isInFunction) return
  if (node.type === 'VariableDeclarator' && search.isInFunction && noteTakenApart(node, search)) return
  const isFunction = /Function|MethodDefinition|AccessorProperty/.test(node.type)
  for (const child of childrenOf(node)) visit(child, { ...search, isInFunction: search.isInFunction || isFunction })
}

/** `const { title } = texts.groups` */
function noteTakenApart({ id, init }: Node, search: Search): boolean {
  const chain = chainOf(init, search)
  if (chain === undefined || !isNode(id) || id.type !== 'ObjectPattern') return false
  for (const { key } of childrenOf(id)) search.keys.add([...chain, nameOf(key)].join('.'))
  return true
}

/** A computed name may itself ask for a text. */
function visitComputed(node: Node, search: Search): void {
  if (node.type !== 'MemberExpression') return
  if (node.computed === true && isNode(node.property)) visit(node.property, search)
  if (isNode(node.object)) visitComputed(node.object, search)
}

/** The path below `texts` that an expression names, up to the first computed step; undefined where it is something else. */
function chainOf(node: unknown, search: Search): string[] | undefined {
  if (!isNode(node)) return undefined
  if (node.type === 'Identifier') return search.aliases.get(String(node.name))
  if (node.type === 'ChainExpression') return chainOf(node.expression, search)
  if (node.type !== 'MemberExpression') return undefined
  const object = chainOf(node.object, search)
  if (object === undefined || node.computed === true || object.at(-1) === '*') return object && withStar(object)
  return [...object, nameOf(node.property)]
}

function withStar(chain: string[]): string[] {
  return chain.at(-1) === '*' ? chain : [...chain, '*']
}

function childrenOf(node: Node): Node[] {
  const skipped = node.type === 'MemberExpression' && node.computed !== true ? ['property'] : []
  const isPlainProperty = node.type === 'Property' && node.computed !== true
  return Object.entries(node)
    .filter(([name]) => !skipped.includes(name) && !(isPlainProperty && name === 'key'))
    .flatMap(([, value]) => (Array.isArray(value) ? (value as unknown[]) : [value]))
    .filter(isNode)
}

function nameOf(node: unknown): string {
  return isNode(node) && typeof node.name === 'string' ? node.name : ''
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}
