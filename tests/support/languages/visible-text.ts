import { parseSync } from 'vite'

/** A text in a source file that a person may come to see. */
export interface VisibleText {
  readonly path: string
  readonly line: number
  readonly text: string
}

interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [key: string]: unknown
}

/** Attributes, fields and variables whose value is read by people. */
const READ_BY_PEOPLE = new Set(
  'label title placeholder description detail alt heading hint error message text what why remedy empty aria-label aria-description suffix'.split(
    ' ',
  ),
)
/** Functions whose arguments are. */
const SAID_BY = new Set(['notifyDone', 'notifyProblem', 'formatCountOf', 'problemOf'])
/** Attributes whose value is not, whatever it looks like. */
const NOT_READ = new Set(
  'className style styles key id type role href to path d viewBox fill stroke transition color rel language'.split(' '),
)
/** Proper names, which are the same in every language. */
const NAMES = new Set(
  `Brokkr Kafka UTC JSON CSV TSV Avro Protobuf Base64 Hex CEL TLS mTLS SASL PEM PKCS12 JKS English Русский Node.js Python Java Go
   .NET JavaScript kcat`.split(/\s+/),
)
/** What code calls the keys of a keyboard, and other words that it asks for and does not show. */
const WORDS_OF_CODE = /^(Enter|Escape|Home|End|Tab|Page(Up|Down)|Arrow(Up|Down|Left|Right)|Delete|Backspace|Mac|Error)$/

/** Parts of a problem. The back end has many other texts, which only developers read. */
const PARTS_OF_PROBLEM = new Set(['what', 'why', 'remedy'])

/** Every text of the file that looks as if a person would read it and does not come from a language file. */
export function visibleTexts(path: string, source: string): VisibleText[] {
  return search(path, source, {
    isProse: looksLikeProse,
    readByPeople: READ_BY_PEOPLE,
    saidBy: (name) => SAID_BY.has(name),
  })
}

/** The same of a file of the back end: what is said of a problem, and what its own errors for the user are given. */
export function problemTexts(path: string, source: string): VisibleText[] {
  const saidBy = (name: string): boolean => /\w(Error|Problem)$/.test(name)
  return search(path, source, { isProse: () => false, readByPeople: PARTS_OF_PROBLEM, saidBy })
}

interface Reader {
  readonly isProse: (text: string) => boolean
  /** Names of attributes, fields and variables. */
  readonly readByPeople: ReadonlySet<string>
  readonly saidBy: (name: string) => boolean
}

function search(path: string, source: string, reader: Reader): VisibleText[] {
  const { program, errors } = parseSync(path, source, { lang: path.endsWith('x') ? 'tsx' : 'ts' })
  if (errors.length > 0) throw new Error(`${path} does not parse: ${errors[0]?.message}`)
  const found: VisibleText[] = []
  const report = (node: Node, text: string): void => {
    found.push({ path, line: source.slice(0, node.start).split('\n').length, text: text.trim() })
  }
  visit(program as unknown as Node, { place: 'anywhere', report, reader })
  return found
}

/** Whether people read what stands here: surely, perhaps (then it is told by its look), or never. */
type Place = 'read' | 'anywhere' | 'hidden'

interface Visit {
  readonly place: Place
  readonly report: (node: Node, text: string) => void
  readonly reader: Reader
}

function visit(node: Node, context: Visit): void {
  const { place, report, reader } = context
  if (place === 'hidden' || isNeverRead(node)) return
  if (node.type === 'JSXText') {
    if (hasWord(String(node.value))) report(node, String(node.value))
    return
  }
  const text = textOf(node)
  if (text !== undefined && (place === 'read' ? hasWord(text) : reader.isProse(text))) report(node, text)
  for (const [name, child] of childrenOf(node)) visit(child, { ...context, place: placeOf(node, name, context) })
}

function isNeverRead(node: Node): boolean {
  if (/^(Import|TS(?!AsExpression|SatisfiesExpression|NonNullExpression))/.test(node.type)) return true
  // Errors of ours, which say that the program is wrong; what users meet is a class of its own.
  return node.type === 'NewExpression' && /^(Type|Range)?Error$/.test(nameOf(node.callee) ?? '')
}

function placeOf(parent: Node, field: string, { place, reader }: Visit): Place {
  switch (parent.type) {
    case 'JSXAttribute':
      return placeOfName(nameOf(parent.name), reader)
    case 'Property':
    case 'PropertyDefinition':
      if (field === 'key') return 'hidden'
      return placeOfName(nameOf(parent.key), reader)
    case 'VariableDeclarator':
      return reader.readByPeople.has(nameOf(parent.id) ?? '') ? 'read' : 'anywhere'
    case 'JSXExpressionContainer':
      return place
    case 'JSXElement':
    case 'JSXFragment':
      return 'read'
    case 'JSXOpeningElement':
    case 'JSXClosingElement':
    case 'ArrowFunctionExpression':
    case 'FunctionExpression':
      return 'anywhere'
    case 'CallExpression':
    case 'NewExpression':
      return field === 'arguments' && reader.saidBy(nameOf(parent.callee) ?? '') ? 'read' : 'anywhere'
    case 'BinaryExpression':
      return parent.operator === '+' ? place : 'hidden'
    case 'ConditionalExpression':
      return field === 'test' ? 'anywhere' : place
    case 'LogicalExpression':
      return field === 'left' && parent.operator === '&&' ? 'anywhere' : place
    case 'SwitchCase':
      return field === 'test' ? 'hidden' : 'anywhere'
    case 'MemberExpression':
      return 'hidden'
    case 'TemplateLiteral':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'ParenthesizedExpression':
      return place
    default:
      return 'anywhere'
  }
}

function placeOfName(name: string | undefined, { readByPeople }: Reader): Place {
  if (name === undefined) return 'anywhere'
  if (NOT_READ.has(name) || name.startsWith('data-')) return 'hidden'
  return readByPeople.has(name) ? 'read' : 'anywhere'
}

function textOf(node: Node): string | undefined {
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : undefined
  if (node.type !== 'TemplateLiteral') return undefined
  return (node.quasis as { value: { cooked: string } }[]).map(({ value }) => value.cooked).join('…')
}

/** A word of a language: not a number, a sign, a name, a unit of style or a `SCREAMING_NAME` of Kafka's. */
function hasWord(text: string): boolean {
  if (/^\/\S+$/.test(text)) return false
  const words = text.match(/[\p{L}\p{N}_.#-]*\p{L}[\p{L}\p{N}_.-]*/gu) ?? []
  return words.some((word) => !isName(word))
}

function isName(word: string): boolean {
  return NAMES.has(word) || /[_#\d]|^[A-Z.-]+s?$|\w\.\w|\w-\w/.test(word)
}

/** Several words, or one with a capital letter, that are neither style nor code. */
function looksLikeProse(text: string): boolean {
  if (/var\(|\d(px|rem|fr|ms|s|vh|%)|^[a-z-]+:|[{}<>=;]|^M\d|monospace|serif|^\(/.test(text)) return false
  if (/^\p{Lu}\p{Ll}+$/u.test(text.trim())) return !NAMES.has(text.trim()) && !WORDS_OF_CODE.test(text.trim())
  return (
    /\p{L}{2,}[,.:]? \p{L}{2,}/u.test(text.replaceAll('…', 'name')) &&
    hasWord(text) &&
    /\p{Lu}|[.,?!]|\w \w+ \w/u.test(text)
  )
}

function childrenOf(node: Node): [string, Node][] {
  return Object.entries(node).flatMap(([name, value]) =>
    (Array.isArray(value) ? (value as unknown[]) : [value])
      .filter(isNode)
      .map((child): [string, Node] => [name, child]),
  )
}

function nameOf(node: unknown): string | undefined {
  if (!isNode(node)) return undefined
  if (node.type === 'MemberExpression') return nameOf(node.property)
  if (typeof node.name === 'string') return node.name
  return typeof node.value === 'string' ? node.value : undefined
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}
