import { errorDefinitions, type ErrorDefinition } from './error-definitions.ts'

/** Kafka's name of an error, such as `NOT_LEADER_OR_FOLLOWER`. */
export type ErrorName = keyof typeof errorDefinitions

type CodeOf<Name extends ErrorName> = (typeof errorDefinitions)[Name] extends ErrorDefinition<infer Code> ? Code : never

const definitions: [ErrorName, ErrorDefinition][] = Object.entries(errorDefinitions) as [ErrorName, ErrorDefinition][]

/** The number that goes over the wire, by name: `errorCode.NONE` is 0. */
export const errorCode = Object.fromEntries(definitions.map(([name, { code }]) => [name, code])) as {
  readonly [Name in ErrorName]: CodeOf<Name>
}

const byCode = new Map(definitions.map(([name, definition]) => [definition.code, { name, ...definition }]))

export interface KnownError extends ErrorDefinition {
  readonly name: string
}

/** What a number means. One that a newer Kafka has added is described as such, and not retriable. */
export function describeErrorCode(code: number): KnownError {
  const known = byCode.get(code)
  if (known) return known
  return {
    code,
    name: `ERROR_${code}`,
    retriable: false,
    message: `Kafka's error ${code}, which is newer than Brokkr.`,
  }
}
