import { z } from 'zod'
import { say } from './languages/texts.ts'

/** Where in a record text is looked for. `header-key` and `header-value`: in any header. */
export const recordPart = z.enum(['key', 'value', 'header-key', 'header-value'])
export type RecordPart = z.infer<typeof recordPart>

/** What a field condition is about. A header and a value have a path; the others stand for themselves. */
export const fieldSubject = z.enum(['key', 'value', 'header', 'partition', 'offset', 'timestamp', 'size'])
export type FieldSubject = z.infer<typeof fieldSubject>

export const fieldOperator = z.enum([
  'equals',
  'not-equals',
  'less',
  'at-most',
  'more',
  'at-least',
  'contains',
  'not-contains',
  'matches',
  'exists',
  'missing',
  'is-null',
  'is-not-null',
])
export type FieldOperator = z.infer<typeof fieldOperator>

const textCondition = z.object({
  kind: z.literal('text'),
  /** Looked for in the raw bytes, as UTF-8. */
  text: z.string().min(1, say('writeText')),
  isCaseSensitive: z.boolean(),
  /** Null: everywhere. */
  parts: z.array(recordPart).min(1).nullable(),
})

const regexCondition = z.object({
  kind: z.literal('regex'),
  /** As in JavaScript, with the flag `u`, and `i` when case does not matter. */
  pattern: z.string().min(1, say('writePattern')).max(10_000),
  isCaseSensitive: z.boolean(),
  parts: z.array(recordPart).min(1).nullable(),
})

const fieldCondition = z.object({
  kind: z.literal('field'),
  subject: fieldSubject,
  /**
   * Of key and value: a path into the decoded content, as `paths` gives it: `user.id`, `items[0].name`, `items[*].name`
   * (any of them), `["odd.name"]`; empty for all of it. Of a header: its key.
   */
  path: z.string().max(2000),
  operator: fieldOperator,
  /**
   * Compared as a number, exactly and whatever its length, where both sides are numbers; as text otherwise. Of a
   * timestamp: milliseconds since 1970, or a time as ISO 8601.
   */
  value: z.string().max(100_000),
})

const expressionCondition = z.object({
  kind: z.literal('expression'),
  /** CEL, with `key`, `value`, `headers`, `partition`, `offset`, `timestamp`, `size`, `keyText`, `valueText`. */
  expression: z.string().min(1, say('writeExpression')).max(20_000),
})

export type Filter =
  | z.infer<typeof textCondition>
  | z.infer<typeof regexCondition>
  | z.infer<typeof fieldCondition>
  | z.infer<typeof expressionCondition>
  | { readonly kind: 'all' | 'any'; readonly of: readonly Filter[] }
  | { readonly kind: 'not'; readonly of: Filter }

/** Which records a scan gives. */
export const filter: z.ZodType<Filter, Filter> = z.lazy(() =>
  z.discriminatedUnion('kind', [
    textCondition,
    regexCondition,
    fieldCondition,
    expressionCondition,
    z.object({ kind: z.literal('all'), of: z.array(filter).min(1).max(50) }),
    z.object({ kind: z.literal('any'), of: z.array(filter).min(1).max(50) }),
    z.object({ kind: z.literal('not'), of: filter }),
  ]),
)

/** How often a filter could not be evaluated; such a record is not among the rows. */
export const filterErrors = z.object({
  count: z.number(),
  /** One of them. */
  sample: z.object({ partition: z.number(), offset: z.bigint(), why: z.string() }).nullable(),
})
export type FilterErrors = z.infer<typeof filterErrors>

/** A path that rows were seen to have, to be offered while a condition is written. */
export const learnedPath = z.object({
  subject: z.enum(['key', 'value', 'header']),
  path: z.string(),
  types: z.array(z.enum(['string', 'number', 'boolean', 'null', 'object', 'list'])),
  /** In how many of the rows looked at. */
  rowCount: z.number(),
  /** One value, as text. */
  example: z.string(),
})
export type LearnedPath = z.infer<typeof learnedPath>
