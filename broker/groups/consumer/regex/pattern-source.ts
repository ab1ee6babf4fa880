import { escapedControls } from './unit-tests.ts'

export class PatternProblem extends Error {
  override readonly name = 'PatternProblem'
  readonly position: number

  constructor(problem: string, position: number) {
    super(problem)
    this.position = position
  }
}

/** The text of an expression and how far it has been read. */
export class PatternSource {
  readonly #text: string
  #position = 0

  constructor(text: string) {
    this.#text = text
  }

  get isAtEnd(): boolean {
    return this.#position === this.#text.length
  }

  /** The next character; empty at the end. */
  peek(): string {
    return this.#text.charAt(this.#position)
  }

  /** @throws PatternProblem at the end. */
  next(): string {
    if (this.isAtEnd) this.fail('an end where more is needed')
    return this.#text.charAt(this.#position++)
  }

  take(expected: string): boolean {
    if (!this.#text.startsWith(expected, this.#position)) return false
    this.#position += expected.length
    return true
  }

  /** `expression` must be sticky. */
  takeMatch(expression: RegExp): RegExpExecArray | null {
    expression.lastIndex = this.#position
    const found = expression.exec(this.#text)
    if (found !== null) this.#position += found[0].length
    return found
  }

  /** What stands before the end mark, or everything without one. */
  takeUntil(end: string): string {
    const at = this.#text.indexOf(end, this.#position)
    const taken = this.#text.slice(this.#position, at === -1 ? undefined : at)
    this.#position = at === -1 ? this.#text.length : at + end.length
    return taken
  }

  /** The character that is meant after a backslash. Letters and digits have meanings, those that we know or none. */
  nextEscaped(): string {
    const hex = this.takeMatch(/x([0-9A-Fa-f]{2})/y)
    if (hex !== null) return String.fromCharCode(Number.parseInt(hex[1] ?? '', 16))
    const character = this.next()
    const control = escapedControls.get(character)
    if (control !== undefined) return control
    if (/[0-9A-Za-z]/.test(character)) this.fail(`\\${character}, which is not supported,`)
    return character
  }

  fail(problem: string): never {
    throw new PatternProblem(problem, this.#position)
  }
}
