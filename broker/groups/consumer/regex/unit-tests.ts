import type { UnitTest } from './pattern-node.ts'

const isDigit = between('0', '9')
const isWord = anyOf([isDigit, between('a', 'z'), between('A', 'Z'), exactly('_')])
const isSpace = anyOf([' ', '\t', '\n', '\r', '\f'].map(exactly))

/** `\d`, `\w`, `\s` and their opposites, for ASCII as in RE2. */
export const escapedClasses: ReadonlyMap<string, UnitTest> = new Map([
  ['d', isDigit],
  ['D', not(isDigit)],
  ['w', isWord],
  ['W', not(isWord)],
  ['s', isSpace],
  ['S', not(isSpace)],
])

/** `[[:alpha:]]` and its like. */
export const namedClasses: ReadonlyMap<string, UnitTest> = new Map([
  ['alpha', anyOf([between('a', 'z'), between('A', 'Z')])],
  ['digit', isDigit],
  ['alnum', anyOf([isDigit, between('a', 'z'), between('A', 'Z')])],
  ['lower', between('a', 'z')],
  ['upper', between('A', 'Z')],
  ['word', isWord],
  ['xdigit', anyOf([isDigit, between('a', 'f'), between('A', 'F')])],
  ['punct', anyOf([between('!', '/'), between(':', '@'), between('[', '`'), between('{', '~')])],
])

/** Control characters that have a letter of their own. */
export const escapedControls: ReadonlyMap<string, string> = new Map([
  ['t', '\t'],
  ['n', '\n'],
  ['r', '\r'],
  ['f', '\f'],
])

/** `.`: everything but the end of a line. */
export const isNotNewline: UnitTest = not(exactly('\n'))

export function exactly(character: string): UnitTest {
  const wanted = character.charCodeAt(0)
  return (unit) => unit === wanted
}

export function between(first: string, last: string): UnitTest {
  const [from, to] = [first.charCodeAt(0), last.charCodeAt(0)]
  return (unit) => unit >= from && unit <= to
}

export function anyOf(tests: readonly UnitTest[]): UnitTest {
  return (unit) => tests.some((accepts) => accepts(unit))
}

export function not(accepts: UnitTest): UnitTest {
  return (unit) => !accepts(unit)
}

/** Takes a letter for its counterpart as well. */
export function ignoringCase(accepts: UnitTest): UnitTest {
  return (unit) => accepts(unit) || accepts(otherCase(unit))
}

function otherCase(unit: number): number {
  if (unit >= 0x41 && unit <= 0x5a) return unit + 0x20
  return unit >= 0x61 && unit <= 0x7a ? unit - 0x20 : unit
}
