import { compile, type Program } from './program.ts'
import { parsePattern } from './pattern-parser.ts'

/** A regular expression that cannot be taken; the message says what is wrong with it and where. */
export class InvalidPatternError extends Error {
  override readonly name = 'InvalidPatternError'
}

/**
 * A regular expression of a subscription (KIP-848), in the syntax of RE2J without Unicode classes: literals, `.`, classes,
 * groups, alternatives, repetition (lazy too), `^`, `$`, `(?i)`. What cannot be matched in linear time, such as back
 * references and looking ahead, is refused.
 *
 * It is matched by following all ways through it at once, so that the time is bounded by its length times the topic's: a
 * client cannot stop the broker with an expression that backtracks.
 */
export class TopicPattern {
  readonly #program: Program

  /** @throws InvalidPatternError */
  constructor(source: string) {
    const parsed = parsePattern(source)
    if ('problem' in parsed) {
      throw new InvalidPatternError(`${parsed.problem} at position ${parsed.position} of \`${source}\``)
    }
    const program = compile(parsed.node)
    if (program === null) throw new InvalidPatternError(`too large once its repetitions are written out: \`${source}\``)
    this.#program = program
  }

  /** Whether it matches the name as a whole. */
  matches(name: string): boolean {
    let current = this.#follow([0], { atStart: true, atEnd: name.length === 0 })
    for (let index = 0; index < name.length && current.size > 0; index++) {
      const unit = name.charCodeAt(index)
      const next: number[] = []
      for (const at of current) {
        const step = this.#program[at]
        if (step?.kind === 'unit' && step.accepts(unit)) next.push(at + 1)
      }
      current = this.#follow(next, { atStart: false, atEnd: index + 1 === name.length })
    }
    return current.has(this.#program.length - 1)
  }

  /** Everywhere that can be reached without reading on. */
  #follow(from: number[], where: { readonly atStart: boolean; readonly atEnd: boolean }): ReadonlySet<number> {
    const reached = new Set<number>()
    const open = from
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (reached.has(at)) continue
      reached.add(at)
      const step = this.#program[at]
      if (step?.kind === 'split') open.push(...step.targets)
      else if (step?.kind === 'start' && where.atStart) open.push(at + 1)
      else if (step?.kind === 'end' && where.atEnd) open.push(at + 1)
    }
    return reached
  }
}
