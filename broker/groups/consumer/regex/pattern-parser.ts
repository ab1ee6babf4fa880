import { parseClass } from './class-parser.ts'
import { PatternProblem, PatternSource } from './pattern-source.ts'
import type { PatternNode, UnitTest } from './pattern-node.ts'
import { escapedClasses, exactly, ignoringCase, isNotNewline } from './unit-tests.ts'

/** As in RE2. */
const maxRepeat = 1_000
/** So that a reader of nested groups cannot run out of stack. */
const maxDepth = 200
const maxLength = 4_096

export type ParsedPattern = { readonly node: PatternNode } | { readonly problem: string; readonly position: number }

export function parsePattern(source: string): ParsedPattern {
  if (source.length > maxLength) return { problem: `longer than ${maxLength} characters`, position: maxLength }
  const parser = new PatternParser(source)
  try {
    return { node: parser.parse() }
  } catch (error) {
    if (error instanceof PatternProblem) return { problem: error.message, position: error.position }
    throw error
  }
}

class PatternParser {
  readonly #source: PatternSource
  #ignoresCase = false
  #depth = 0

  constructor(source: string) {
    this.#source = new PatternSource(source)
  }

  parse(): PatternNode {
    const node = this.#choice()
    if (!this.#source.isAtEnd) this.#source.fail('a closing parenthesis that nothing opened')
    return node
  }

  #choice(): PatternNode {
    const options = [this.#sequence()]
    while (this.#source.take('|')) options.push(this.#sequence())
    const [only] = options
    return options.length === 1 && only !== undefined ? only : { kind: 'choice', options }
  }

  #sequence(): PatternNode {
    const parts: PatternNode[] = []
    while (!this.#source.isAtEnd && this.#source.peek() !== '|' && this.#source.peek() !== ')') {
      const flag = this.#takeFlag()
      if (!flag) parts.push(this.#repeated())
    }
    return { kind: 'sequence', parts }
  }

  /** `(?i)` holds from here to the end of the group. */
  #takeFlag(): boolean {
    if (this.#source.take('(?i)')) this.#ignoresCase = true
    else if (this.#source.take('(?-i)')) this.#ignoresCase = false
    else return false
    return true
  }

  #repeated(): PatternNode {
    const part = this.#atom()
    const counts = this.#counts()
    if (counts === null) return part
    // Lazy or not: it is the same when only the whole counts.
    this.#source.take('?')
    if ('*+?'.includes(this.#source.peek() || ' ')) this.#source.fail('a repetition of a repetition')
    return { kind: 'repeat', part, ...counts }
  }

  #counts(): { readonly min: number; readonly max: number | null } | null {
    if (this.#source.take('*')) return { min: 0, max: null }
    if (this.#source.take('+')) return { min: 1, max: null }
    if (this.#source.take('?')) return { min: 0, max: 1 }
    const braces = this.#source.takeMatch(/\{(\d{1,4})(,(\d{0,4}))?\}/y)
    if (braces === null) return null
    const [, least = '', comma, most = ''] = braces
    const min = Number(least)
    const ceiling = most === '' ? null : Number(most)
    const max = comma === undefined ? min : ceiling
    if (Math.max(min, max ?? 0) > maxRepeat) this.#source.fail(`a repetition of more than ${maxRepeat}`)
    if (max !== null && max < min) this.#source.fail('a repetition whose end is before its start')
    return { min, max }
  }

  #atom(): PatternNode {
    const source = this.#source
    if (source.take('(')) return this.#group()
    if (source.take('[')) return this.#unit(parseClass(source))
    if (source.take('^')) return { kind: 'start' }
    if (source.take('$')) return { kind: 'end' }
    if (source.take('.')) return this.#unit(isNotNewline)
    if (source.take('\\')) return this.#escaped()
    if ('*+?'.includes(source.peek())) source.fail('a repetition of nothing')
    return this.#unit(exactly(source.next()))
  }

  #escaped(): PatternNode {
    const source = this.#source
    if (source.take('A')) return { kind: 'start' }
    if (source.take('z')) return { kind: 'end' }
    if (source.take('Q')) {
      const parts = source
        .takeUntil('\\E')
        .split('')
        .map((character) => this.#unit(exactly(character)))
      return { kind: 'sequence', parts }
    }
    const named = escapedClasses.get(source.peek())
    if (named === undefined) return this.#unit(exactly(source.nextEscaped()))
    source.next()
    return this.#unit(named)
  }

  #group(): PatternNode {
    const source = this.#source
    if (++this.#depth > maxDepth) source.fail(`groups nested deeper than ${maxDepth}`)
    const outer = this.#ignoresCase
    if (source.take('?i:')) this.#ignoresCase = true
    else if (source.takeMatch(/\?:|\?P?<[A-Za-z_]\w*>/y) === null && source.peek() === '?') {
      source.fail('a kind of group that is not supported')
    }
    const node = this.#choice()
    if (!source.take(')')) source.fail('a parenthesis that nothing closes')
    this.#ignoresCase = outer
    this.#depth--
    return node
  }

  #unit(accepts: UnitTest): PatternNode {
    return { kind: 'unit', accepts: this.#ignoresCase ? ignoringCase(accepts) : accepts }
  }
}
