import { readdir, readFile } from 'node:fs/promises'
import { posix, sep } from 'node:path'
import { parseSync } from 'vite'

/** What the rules need to know about one file of ours; paths are relative to the project, with forward slashes. */
export interface SourceFile {
  readonly path: string
  readonly lines: number
  readonly imports: readonly Import[]
  readonly functions: readonly FunctionShape[]
  /** Dotted globals that are called or constructed, such as `Date.now` or `new Date`. */
  readonly calls: readonly string[]
  /** The file holds nothing but `export … from`. */
  readonly onlyReExports: boolean
}

export interface Import {
  readonly specifier: string
  /** The project path that a relative specifier names, and `undefined` for a package. */
  readonly target: string | undefined
}

export interface FunctionShape {
  readonly name: string
  readonly line: number
  readonly lines: number
  readonly parameters: number
}

interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [key: string]: unknown
}

const FUNCTIONS = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'])

/** Every `.ts` and `.tsx` file below the folder, parsed, in the order of their paths. */
export async function readSourceTree(root: string, folder: string): Promise<SourceFile[]> {
  const entries = await readdir(`${root}/${folder}`, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(root.length + 1).replaceAll(sep, '/'))
    .toSorted()
  return Promise.all(paths.map(async (path) => parseSource(path, await readFile(`${root}/${path}`, 'utf8'))))
}

/** Reads a file's shape from its syntax tree; throws where it does not parse, since nothing could be said about it. */
export function parseSource(path: string, text: string): SourceFile {
  const { program, module, errors } = parseSync(path, text, { lang: path.endsWith('x') ? 'tsx' : 'ts' })
  if (errors.length > 0) throw new Error(`${path} does not parse: ${errors[0]?.message}`)
  const seen: Seen = { specifiers: [], functions: [], calls: [] }
  for (const statement of module.staticImports) seen.specifiers.push(statement.moduleRequest.value)
  for (const statement of module.staticExports) {
    for (const entry of statement.entries) if (entry.moduleRequest) seen.specifiers.push(entry.moduleRequest.value)
  }
  visit(program as unknown as Node, undefined, { text, seen })
  return {
    path,
    lines: text.trimEnd().split('\n').length,
    imports: [...new Set(seen.specifiers)].map((specifier) => ({ specifier, target: resolve(path, specifier) })),
    functions: seen.functions,
    calls: seen.calls,
    onlyReExports: program.body.length > 0 && program.body.every(isReExport),
  }
}

interface Seen {
  readonly specifiers: string[]
  readonly functions: FunctionShape[]
  readonly calls: string[]
}

interface Visit {
  readonly text: string
  readonly seen: Seen
}

function visit(node: Node, parent: Node | undefined, context: Visit): void {
  const { seen } = context
  if (FUNCTIONS.has(node.type)) seen.functions.push(functionShape(node, parent, context.text))
  if (node.type === 'ImportExpression' || node.type === 'TSImportType') {
    seen.specifiers.push(literal(node.source ?? node.argument) ?? '(computed)')
  }
  if (node.type === 'CallExpression') seen.calls.push(dotted(node.callee))
  if (node.type === 'NewExpression') visitNew(node, seen)
  for (const child of children(node)) visit(child, node, context)
}

/** `new URL('./worker.ts', import.meta.url)` is how a worker's module is named: it counts as an import. */
function visitNew(node: Node, seen: Seen): void {
  const callee = dotted(node.callee)
  const given = Array.isArray(node.arguments) ? (node.arguments as unknown[]) : []
  seen.calls.push(`new ${callee}(${given.length === 0 ? '' : '…'})`)
  const specifier = literal(given[0])
  if (callee === 'URL' && specifier !== undefined && /\.tsx?$/.test(specifier)) seen.specifiers.push(specifier)
}

function functionShape(node: Node, parent: Node | undefined, text: string): FunctionShape {
  const parameters = Array.isArray(node.params) ? (node.params as unknown[]) : []
  const line = lineAt(text, node.start)
  return {
    name: name(node.id) ?? name(parent?.key) ?? name(parent?.id) ?? '(anonymous)',
    line,
    lines: lineAt(text, node.end) - line + 1,
    parameters: parameters.filter((parameter) => name(parameter) !== 'this').length,
  }
}

function resolve(path: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined
  // A bundler's query, as in `./worker.ts?worker`, names no other file.
  return posix.join(posix.dirname(path), specifier.replace(/\?.*$/, ''))
}

function isReExport(statement: { readonly type: string }): boolean {
  const { source } = statement as unknown as Node
  return statement.type === 'ExportAllDeclaration' || (statement.type === 'ExportNamedDeclaration' && isNode(source))
}

function lineAt(text: string, position: number): number {
  let line = 1
  for (let at = text.indexOf('\n'); at !== -1 && at < position; at = text.indexOf('\n', at + 1)) line++
  return line
}

function dotted(node: unknown): string {
  if (!isNode(node)) return ''
  if (node.type === 'MemberExpression') return `${dotted(node.object)}.${name(node.property) ?? ''}`
  return name(node) ?? ''
}

function name(node: unknown): string | undefined {
  return isNode(node) && typeof node.name === 'string' ? node.name : undefined
}

function literal(node: unknown): string | undefined {
  if (!isNode(node)) return undefined
  if (node.type === 'TSLiteralType') return literal(node.literal)
  return typeof node.value === 'string' ? node.value : undefined
}

function children(node: Node): Node[] {
  return Object.values(node).flat().filter(isNode)
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}
