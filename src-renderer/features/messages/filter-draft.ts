import type { FieldOperator, FieldSubject, Filter, RecordPart } from '../../api/scans.ts'
import type { FieldChoice } from './field-filter.ts'

export type Part = 'anywhere' | RecordPart

interface Common {
  /** Tells rows apart that say the same. */
  readonly id: number
  readonly isNegated: boolean
}

export interface TextConditionDraft extends Common {
  readonly kind: 'text' | 'regex'
  readonly text: string
  readonly part: Part
  readonly isCaseSensitive: boolean
}

export interface FieldConditionDraft extends Common {
  readonly kind: 'field'
  readonly subject: FieldSubject
  readonly path: string
  readonly operator: FieldOperator
  readonly value: string
}

export interface ExpressionDraft extends Common {
  readonly kind: 'expression'
  readonly expression: string
}

export type ConditionDraft = TextConditionDraft | FieldConditionDraft | ExpressionDraft
export type ConditionKind = ConditionDraft['kind']

/** Conditions as they stand in the builder. */
export interface FilterDraft {
  /** Whether all of them must hold, or any. */
  readonly combine: 'all' | 'any'
  readonly conditions: readonly ConditionDraft[]
}

export const NO_FILTER: FilterDraft = { combine: 'all', conditions: [] }

/** A condition of a kind that says nothing yet. */
export function blankCondition(kind: ConditionKind, id: number): ConditionDraft {
  const common = { id, isNegated: false }
  switch (kind) {
    case 'field':
      return { ...common, kind, subject: 'value', path: '', operator: 'equals', value: '' }
    case 'expression':
      return { ...common, kind, expression: '' }
    default:
      return { ...common, kind, text: '', part: 'anywhere', isCaseSensitive: false }
  }
}

export function withCondition(draft: FilterDraft, kind: ConditionKind): FilterDraft {
  const id = Math.max(0, ...draft.conditions.map((each) => each.id)) + 1
  return { ...draft, conditions: [...draft.conditions, blankCondition(kind, id)] }
}

/** With one condition more, that a field has, or has not, a value. */
export function withField(draft: FilterDraft, field: FieldChoice): FilterDraft {
  const added = withCondition(draft, 'field')
  const last = added.conditions.at(-1)
  if (last?.kind !== 'field') return draft
  const { subject, path, value, isNegated } = field
  return replaceCondition({ ...added, combine: 'all' }, { ...last, subject, path, value, isNegated })
}

export function replaceCondition(draft: FilterDraft, condition: ConditionDraft): FilterDraft {
  return { ...draft, conditions: draft.conditions.map((each) => (each.id === condition.id ? condition : each)) }
}

export function withoutCondition(draft: FilterDraft, id: number): FilterDraft {
  return { ...draft, conditions: draft.conditions.filter((each) => each.id !== id) }
}

/** Operators that compare with nothing. */
export function needsValue(operator: FieldOperator): boolean {
  return !['exists', 'missing', 'is-null', 'is-not-null'].includes(operator)
}

/** Whether a condition says something: an empty text is found everywhere. */
function isWritten(condition: ConditionDraft): boolean {
  switch (condition.kind) {
    case 'field':
      return (
        !needsValue(condition.operator) ||
        condition.value !== '' ||
        ['equals', 'not-equals'].includes(condition.operator)
      )
    case 'expression':
      return condition.expression.trim() !== ''
    default:
      return condition.text !== ''
  }
}

/** The filter of one condition. */
function conditionFilter(condition: ConditionDraft): Filter {
  const filter = plainFilter(condition)
  return condition.isNegated ? { kind: 'not', of: filter } : filter
}

function plainFilter(condition: ConditionDraft): Filter {
  switch (condition.kind) {
    case 'text':
    case 'regex': {
      const { text, part, isCaseSensitive } = condition
      const parts = part === 'anywhere' ? null : [part]
      return condition.kind === 'text'
        ? { kind: 'text', text, isCaseSensitive, parts }
        : { kind: 'regex', pattern: text, isCaseSensitive, parts }
    }
    case 'field': {
      const { subject, path, operator, value } = condition
      return { kind: 'field', subject, path, operator, value }
    }
    case 'expression':
      return { kind: 'expression', expression: condition.expression }
  }
}

export interface QuickText {
  readonly contains: string
  readonly isCaseSensitive: boolean
}

/** What the text of the bar and the builder mean together; null: every record. Blank conditions do not count. */
export function filterOf(draft: FilterDraft, { contains, isCaseSensitive }: QuickText): Filter | null {
  const conditions = draft.conditions.filter((each) => isWritten(each)).map((each) => conditionFilter(each))
  const [first, ...more] = conditions
  const built = first === undefined ? [] : more.length === 0 ? [first] : [{ kind: draft.combine, of: conditions }]
  const quick: Filter[] = contains === '' ? [] : [{ kind: 'text', text: contains, isCaseSensitive, parts: null }]
  const both: Filter[] = [...quick, ...built]
  const [only] = both
  if (only === undefined) return null
  return both.length === 1 ? only : { kind: 'all', of: both }
}
