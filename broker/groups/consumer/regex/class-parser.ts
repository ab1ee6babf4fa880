import type { UnitTest } from './pattern-node.ts'
import type { PatternSource } from './pattern-source.ts'
import { anyOf, between, escapedClasses, exactly, namedClasses, not } from './unit-tests.ts'

/** What follows a `[`, to its `]`. @throws PatternProblem */
export function parseClass(source: PatternSource): UnitTest {
  const isNegated = source.take('^')
  const tests: UnitTest[] = []
  // A closing bracket in the first place is one of the characters.
  if (source.take(']')) tests.push(exactly(']'))
  while (!source.take(']')) {
    if (source.isAtEnd) source.fail('a bracket that nothing closes')
    tests.push(parseItem(source))
  }
  const accepts = anyOf(tests)
  return isNegated ? not(accepts) : accepts
}

function parseItem(source: PatternSource): UnitTest {
  const named = source.takeMatch(/\[:(\^?)(\w+):\]/y)
  if (named !== null) {
    const [, negation, name = ''] = named
    const accepts = namedClasses.get(name) ?? source.fail(`a class of the name ${name}, which is not known,`)
    return negation === '^' ? not(accepts) : accepts
  }
  const escaped = source.takeMatch(/\\([dDwWsS])/y)
  if (escaped !== null) return escapedClasses.get(escaped[1] ?? '') ?? source.fail('an unknown class')
  const first = character(source)
  if (source.takeMatch(/-(?!\])/y) === null) return exactly(first)
  const last = character(source)
  if (last < first) source.fail('a range whose end is before its start')
  return between(first, last)
}

function character(source: PatternSource): string {
  return source.take('\\') ? source.nextEscaped() : source.next()
}
