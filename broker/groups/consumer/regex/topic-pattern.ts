import { compile, type Program } from './program.ts'
import { parsePattern } from './pattern-parser.ts'

/** A regular expression that cannot be taken; the message says what is wrong with it and where. */
export class InvalidPatternError extends Error {
  override readonly name = 'InvalidPatternError'
}

/** Everywhere in the program where the reading may stand, and what is known already about how it goes on. */
interface State {
  readonly key: string
  /** What may be read next, with the name not at its end. */
  readonly open: readonly number[]
  /** Whether the name may end here. */
  readonly isEnd: boolean
  readonly next: Map<number, State>
}

/** Beyond these, states are worked out again each time: an expression cannot take memory without bounds. */
const maxKnownStates = 1_000

/**
 * A regular expression of a subscription (KIP-848), in the syntax of RE2J without Unicode classes: literals, `.`, classes,
 * groups, alternatives, repetition (lazy too), `^`, `$`, `(?i)`. What cannot be matched in linear time, such as back
 * references and looking ahead, is refused.
 *
 * It is matched by following all ways through it at once, so that the time is bounded by its length times the topic's: a
 * client cannot stop the broker with an expression that backtracks. What was learned on one name serves the next.
 */
export class TopicPattern {
  readonly #program: Program
  readonly #known = new Map<string, State>()
  readonly #start: State

  /** @throws InvalidPatternError */
  constructor(source: string) {
    const parsed = parsePattern(source)
    if ('problem' in parsed) {
      throw new InvalidPatternError(`${parsed.problem} at position ${parsed.position} of \`${source}\``)
    }
    const program = compile(parsed.node)
    if (program === null) throw new InvalidPatternError(`too large once its repetitions are written out: \`${source}\``)
    this.#program = program
    this.#start = this.#stateAt([0], 'start')
  }

  /** Whether it matches the name as a whole. */
  matches(name: string): boolean {
    let state = this.#start
    for (let index = 0; index < name.length; index++) {
      if (state.open.length === 0) return false
      const unit = name.charCodeAt(index)
      const next = state.next.get(unit) ?? this.#read(state, unit)
      if (this.#known.get(next.key) === next) state.next.set(unit, next)
      state = next
    }
    return state.isEnd
  }

  #read(state: State, unit: number): State {
    const reached = state.open.filter((at) => {
      const step = this.#program[at]
      return step?.kind === 'unit' && step.accepts(unit)
    })
    return this.#stateAt(
      reached.map((at) => at + 1),
      'within',
    )
  }

  #stateAt(positions: readonly number[], where: 'start' | 'within'): State {
    const key = `${where} ${positions.join()}`
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const atStart = where === 'start'
    const open = [...this.#follow(positions, { atStart, atEnd: false })]
      .filter((at) => this.#program[at]?.kind === 'unit')
      .sort((left, right) => left - right)
    const isEnd = this.#follow(positions, { atStart, atEnd: true }).has(this.#program.length - 1)
    const state: State = { key, open, isEnd, next: new Map() }
    if (this.#known.size < maxKnownStates) this.#known.set(key, state)
    return state
  }

  /** Everywhere that can be reached without reading on. */
  #follow(from: readonly number[], where: { readonly atStart: boolean; readonly atEnd: boolean }): ReadonlySet<number> {
    const reached = new Set<number>()
    const open = [...from]
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
