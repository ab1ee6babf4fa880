import { expect, test } from 'vitest'
import type { ConditionDraft, FilterDraft } from '../../../../src-renderer/features/messages/filter-draft.ts'
import {
  blankCondition,
  filterOf,
  NO_FILTER,
  withCondition,
  withoutCondition,
} from '../../../../src-renderer/features/messages/filter-draft.ts'

const QUIET = { contains: '', isCaseSensitive: false }
const found: ConditionDraft = {
  id: 1,
  kind: 'text',
  text: 'x',
  part: 'header-key',
  isCaseSensitive: true,
  isNegated: false,
}
const field: ConditionDraft = {
  id: 2,
  kind: 'field',
  subject: 'value',
  path: 'user.id',
  operator: 'equals',
  value: '9007199254740993',
  isNegated: true,
}
const draft = (...conditions: ConditionDraft[]): FilterDraft => ({ combine: 'any', conditions })

test('nothing written is no filter', () => {
  expect(filterOf(NO_FILTER, QUIET)).toBeNull()
  expect(filterOf(draft(blankCondition('text', 1), blankCondition('expression', 2)), QUIET)).toBeNull()
})

test('one condition stands for itself, several are combined, and a negated one is turned around', () => {
  expect(filterOf(draft(found), QUIET)).toEqual({
    kind: 'text',
    text: 'x',
    isCaseSensitive: true,
    parts: ['header-key'],
  })
  expect(filterOf(draft(found, field), QUIET)).toEqual({
    kind: 'any',
    of: [
      expect.objectContaining({ kind: 'text' }),
      {
        kind: 'not',
        of: { kind: 'field', subject: 'value', path: 'user.id', operator: 'equals', value: '9007199254740993' },
      },
    ],
  })
})

test('the text of the bar must hold beside what the builder says', () => {
  const quick = { contains: 'berlin', isCaseSensitive: false }
  const text = { kind: 'text', text: 'berlin', isCaseSensitive: false, parts: null }
  expect(filterOf(NO_FILTER, quick)).toEqual(text)
  expect(filterOf(draft(found), quick)).toEqual({ kind: 'all', of: [text, expect.objectContaining({ text: 'x' })] })
})

test('conditions come and go by their ids', () => {
  const two = withCondition(withCondition(NO_FILTER, 'text'), 'regex')
  expect(two.conditions.map(({ id, kind }) => [id, kind])).toEqual([
    [1, 'text'],
    [2, 'regex'],
  ])
  expect(withCondition(withoutCondition(two, 1), 'field').conditions.map(({ id }) => id)).toEqual([2, 3])
})
