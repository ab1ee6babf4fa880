import { posix } from 'node:path'
import { CLOCK_AND_CHANCE, IMPORT_TABLE, MODULES_WITHOUT_CLOCK, PACKAGE_RULES } from './import-table.ts'
import type { FunctionShape, SourceFile } from './source-file.ts'

/** A rule takes the files and returns one line for each place where it is broken. */
export type Rule = (files: readonly SourceFile[]) => string[]

const FILE_LINES = { most: 400, usual: 250 }
const FUNCTION_LINES = { most: 70, usual: 35 }
const PARAMETERS = 3
const FORBIDDEN_FOLDERS = new Set(['util', 'utils', 'common', 'shared', 'helper', 'helpers', 'lib', 'libs', 'misc'])
const FILE_NAME = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)*\.tsx?$/
const FOLDER_NAME = /^[a-z0-9]+(-[a-z0-9]+)*$/

/** The module of the import table that a path belongs to, such as `broker/log` or `src-renderer/features/topics`. */
function moduleOf(path: string): string {
  const [tree = '', second = '', third = ''] = path.split('/')
  return second === 'features' ? `${tree}/features/${third}` : `${tree}/${second}`
}

/** Imports of our own files follow the table, and every module stands in it. */
export const followsImportTable: Rule = (files) =>
  files.flatMap((file) => {
    const from = moduleOf(file.path)
    const allowed = IMPORT_TABLE[from] ?? IMPORT_TABLE[posix.join(posix.dirname(from), '*')]
    if (allowed === undefined) return [`${file.path}: ${from} is no module of the import table`]
    return file.imports
      .flatMap(({ target }) => target ?? [])
      .filter((target) => !mayImport({ from, allowed, target }))
      .map((target) => `${file.path} imports ${target}: ${from} may not import ${moduleOf(target)}`)
  })

function mayImport({ from, allowed, target }: { from: string; allowed: readonly string[]; target: string }): boolean {
  const to = moduleOf(target)
  if (to === from || allowed.includes(to)) return true
  return allowed.some((pattern) => pattern.endsWith('/*') && to.startsWith(pattern.slice(0, -1)))
}

/** Some packages belong to a few modules only: the platform, the component library, the contract's transport. */
export const keepsPackagesInTheirPlace: Rule = (files) =>
  files.flatMap((file) =>
    file.imports.flatMap(({ specifier, target }) =>
      PACKAGE_RULES.filter(
        (rule) =>
          target === undefined &&
          rule.packages.test(specifier) &&
          file.path.startsWith(rule.within) &&
          !rule.allowed.includes(moduleOf(file.path)),
      ).map((rule) => `${file.path} imports ${specifier}: only ${rule.allowed.join(' and ') || 'nobody'} may`),
    ),
  )

/** An import names a file that exists, with its extension, in a way that can be read without running the code. */
export const importsAreResolvable: Rule = (files) => {
  const known = new Set(files.map((file) => file.path))
  return files.flatMap((file) =>
    file.imports.flatMap(({ specifier, target }) => {
      if (specifier === '(computed)') return [`${file.path} imports a computed module name`]
      if (target === undefined || known.has(target) || /\.(css|json|svg|png|woff2)$/.test(target)) return []
      return [`${file.path} imports ${specifier}, which is no file of ours: write the path with its .ts or .tsx`]
    }),
  )
}

/** Time and chance come from `broker/environment`, so that a simulation can replay a run. */
export const takesTimeFromEnvironment: Rule = (files) =>
  files
    .filter((file) => MODULES_WITHOUT_CLOCK.includes(moduleOf(file.path)))
    .flatMap((file) =>
      file.calls
        .filter(
          (call) => CLOCK_AND_CHANCE.includes(call) || CLOCK_AND_CHANCE.includes(call.replace(/^globalThis\./, '')),
        )
        .map((call) => `${file.path} uses ${call}: time and chance come from broker/environment`),
    )

/** Files stay short: a hard limit for each, and a stricter one for nine in ten. */
export const filesAreShort: Rule = (files) => [
  ...files
    .filter((file) => file.lines > FILE_LINES.most)
    .map((file) => `${file.path} has ${file.lines} lines, more than ${FILE_LINES.most}`),
  ...tail({
    what: 'files',
    longest: files.filter((file) => file.lines > FILE_LINES.usual).map((file) => `${file.path} (${file.lines})`),
    count: files.length,
    usual: FILE_LINES.usual,
  }),
]

/** Functions stay short. One-line arrows are not counted, lest they make the share of long ones look small. */
export const functionsAreShort: Rule = (files) => {
  const all = files.flatMap((file) => file.functions.filter((each) => each.lines > 1).map((each) => ({ file, each })))
  return [
    ...all
      .filter(({ each }) => each.lines > FUNCTION_LINES.most)
      .map(({ file, each }) => `${place(file, each)} has ${each.lines} lines, more than ${FUNCTION_LINES.most}`),
    ...tail({
      what: 'functions',
      longest: all
        .filter(({ each }) => each.lines > FUNCTION_LINES.usual)
        .map(({ file, each }) => `${place(file, each)} (${each.lines})`),
      count: all.length,
      usual: FUNCTION_LINES.usual,
    }),
  ]
}

interface Tail {
  readonly what: string
  readonly longest: readonly string[]
  readonly count: number
  readonly usual: number
}

function tail({ what, longest, count, usual }: Tail): string[] {
  if (longest.length * 10 <= count) return []
  return [
    `${longest.length} of ${count} ${what} have more than ${usual} lines, more than one in ten: ${longest.join(', ')}`,
  ]
}

/** Three parameters, and then an options object. */
export const parametersAreFew: Rule = (files) =>
  files.flatMap((file) =>
    file.functions
      .filter((each) => each.parameters > PARAMETERS)
      .map((each) => `${place(file, each)} takes ${each.parameters} parameters, more than ${PARAMETERS}`),
  )

/** Files and folders are kebab-case, and no folder is a place for whatever has no place. */
export const namesAreSound: Rule = (files) =>
  files.flatMap((file) => {
    const folders = file.path.split('/').slice(0, -1)
    const forbidden = folders.filter((folder) => FORBIDDEN_FOLDERS.has(folder))
    const misspelt = folders.filter((folder) => !FOLDER_NAME.test(folder))
    return [
      ...forbidden.map((folder) => `${file.path}: a folder named ${folder} says nothing about what is in it`),
      ...misspelt.map((folder) => `${file.path}: the folder ${folder} is not kebab-case`),
      ...(FILE_NAME.test(posix.basename(file.path)) ? [] : [`${file.path}: the name is not kebab-case`]),
    ]
  })

/** A barrel hides who needs what, and loads everything for anything. */
export const hasNoBarrels: Rule = (files) =>
  files
    .filter((file) => file.onlyReExports || /^index\.tsx?$/.test(posix.basename(file.path)))
    .map((file) => `${file.path} is a barrel: import from the file that holds the thing`)

function place(file: SourceFile, each: FunctionShape): string {
  return `${file.path}:${each.line} ${each.name}`
}
