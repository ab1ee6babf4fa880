import type { ConfigDefinition, ValidValues } from './config-definition.ts'

const integerRanges = {
  short: { min: -(2n ** 15n), max: 2n ** 15n - 1n },
  int: { min: -(2n ** 31n), max: 2n ** 31n - 1n },
  long: { min: -(2n ** 63n), max: 2n ** 63n - 1n },
} as const

/**
 * What is wrong with `value`, in the words that Kafka's clients show, or null when it is fine. Numbers are checked
 * exactly, up to 2^63-1.
 */
export function configProblem(definition: ConfigDefinition, value: string): string | null {
  const text = value.trim()
  switch (definition.type) {
    case 'boolean':
      return /^(true|false)$/i.test(text)
        ? null
        : invalid(definition, value, 'Expected value to be either true or false')
    case 'short':
    case 'int':
    case 'long':
      return integerProblem(definition, text)
    case 'double':
      return doubleProblem(definition, text)
    case 'list':
      return listProblem(definition, text)
    default:
      return choiceProblem(definition, text)
  }
}

/** The members of a list: separated by commas, with blanks around them; none when there is nothing. */
export function listMembers(value: string): string[] {
  const text = value.trim()
  return text === '' ? [] : text.split(/\s*,\s*/)
}

function integerProblem(definition: ConfigDefinition, text: string): string | null {
  const { type, valid } = definition
  const range = integerRanges[type as keyof typeof integerRanges]
  const parsed = /^[+-]?\d+$/.test(text) ? BigInt(text.replace(/^\+/, '')) : null
  if (parsed === null || parsed < range.min || parsed > range.max) {
    return invalid(definition, text, `Not a number of type ${type.toUpperCase()}`)
  }
  return boundsProblem(definition, text, isWithin(Number(parsed), valid))
}

function doubleProblem(definition: ConfigDefinition, text: string): string | null {
  const parsed = text === '' ? NaN : Number(text)
  if (Number.isNaN(parsed)) return invalid(definition, text, 'Not a number of type DOUBLE')
  return boundsProblem(definition, text, isWithin(parsed, definition.valid))
}

type Bounds = 'within' | 'below' | 'above'

function isWithin(value: number, { min, max, besides }: ValidValues): Bounds {
  if (value === besides) return 'within'
  if (min !== undefined && value < min) return 'below'
  return max !== undefined && value > max ? 'above' : 'within'
}

function boundsProblem(definition: ConfigDefinition, text: string, bounds: Bounds): string | null {
  const { min, max, besides } = definition.valid
  if (bounds === 'within') return null
  if (besides !== undefined) {
    return invalid(definition, text, `Value must be between ${min ?? ''} and ${max ?? ''} or equal to ${besides}`)
  }
  return invalid(
    definition,
    text,
    bounds === 'below' ? `Value must be at least ${min}` : `Value must be no more than ${max}`,
  )
}

function listProblem(definition: ConfigDefinition, text: string): string | null {
  const members = listMembers(text)
  const { choices, nonEmpty, replicas } = definition.valid
  if (replicas === true && text !== '*' && !members.every((member) => /^\d+:\d+$/.test(member))) {
    const form = '[partitionId]:[brokerId],[partitionId]:[brokerId],...'
    const reason = `${definition.name} must be the literal '*' or a list of replicas in the following format: ${form}`
    return invalid(definition, `[${members.join(', ')}]`, reason)
  }
  if (members.length === 0) {
    if (nonEmpty !== true) return null
    return `Configuration '${definition.name}' must not be empty. Valid values include: ${choices?.join(', ') ?? 'any non-empty value'}`
  }
  if (new Set(members).size !== members.length) {
    return `Configuration '${definition.name}' values must not be duplicated.`
  }
  if (members.includes('')) return `Configuration '${definition.name}' values must not be empty.`
  for (const member of members) {
    const problem = choiceProblem(definition, member)
    if (problem !== null) return problem
  }
  return null
}

function choiceProblem(definition: ConfigDefinition, text: string): string | null {
  const { choices, nonEmpty, ignoresCase } = definition.valid
  if (nonEmpty === true && text === '') return invalid(definition, text, 'String must be non-empty')
  if (choices === undefined || choices.includes(ignoresCase === true ? text.toLowerCase() : text)) return null
  return invalid(definition, text, `String must be one of: ${choices.join(', ')}`)
}

function invalid({ name, type }: ConfigDefinition, value: string, reason: string): string {
  return `Invalid value ${type === 'password' ? '[hidden]' : value} for configuration ${name}: ${reason}`
}
