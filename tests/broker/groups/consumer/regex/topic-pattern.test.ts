import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { InvalidPatternError, TopicPattern } from '../../../../../broker/groups/consumer/regex/topic-pattern.ts'

const names = ['a', 'b', 'ab', 'aab', 'abab', 'orders', 'orders-eu', 'orders.eu.1', 'Orders', '_x', 'x-9', 'a]b', '']

describe('means what JavaScript means, for the whole name', () => {
  test.each([
    'a',
    '',
    'a|ab',
    'a*b',
    '(ab)+',
    '(?:a|b)*',
    'a??b',
    'a{2}b',
    'a{1,}b',
    '(ab){1,2}',
    '(?<name>ab)',
    'orders.*',
    'orders[-.]eu(\\.\\d)?',
    '[^ab]+',
    '[a-z-]+',
    '[]x]|a[\\]]b',
    '\\w-\\d',
    '\\S*',
    '^a$',
    'a^b',
    '(^a)b',
    'x{',
    '\\x61',
    '(a*)*',
    '(a|b$|^)*',
    '.',
    '[.]',
  ])('%s', (source) => {
    // `[]x]` is the one form that JavaScript reads differently.
    const expected = new RegExp(`^(?:${source.replace('[]x]', '[\\]x]')})$`)
    const pattern = new TopicPattern(source)
    for (const name of names) expect([name, pattern.matches(name)]).toEqual([name, expected.test(name)])
  })

  const source = fc.letrec((tie) => ({
    node: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '^', '$'),
      fc.tuple(tie('node'), tie('node')).map((parts) => parts.join('')),
      fc.tuple(tie('node'), tie('node')).map((parts) => `(?:${parts.join('|')})`),
      fc
        .tuple(tie('node'), fc.constantFrom('*', '+', '?', '{2}', '{0,2}'))
        .map(([part, count]) => `(?:${String(part)})${count}`),
    ),
  })).node

  test('any expression that is put together', () => {
    fc.assert(
      fc.property(source, fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 }), (text, name) => {
        expect(new TopicPattern(text).matches(name)).toBe(new RegExp(`^(?:${text})$`).test(name))
      }),
      { numRuns: 2_000 },
    )
  })
})

test.each([
  ['(?i)ORDERS', 'orders', true],
  ['(?i:O)rders', 'Orders', true],
  ['(?i:O)RDERS', 'Orders', false],
  ['(?i)a(?-i)b', 'AB', false],
  ['((?i)a)b', 'AB', false],
  ['(?P<name>a)', 'a', true],
  ['\\Aa\\z', 'a', true],
  ['\\Qa.b\\E', 'a.b', true],
  ['\\Qa.b', 'axb', false],
  ['[[:alpha:]]+', 'aZ', true],
  ['[[:^digit:]]', '1', false],
])('as RE2 has it: %s and %s', (source, name, matches) => {
  expect(new TopicPattern(source).matches(name)).toBe(matches)
})

test.each([
  ['(', 'a parenthesis that nothing closes at position 1'],
  ['a)', 'a closing parenthesis that nothing opened at position 1'],
  ['[a', 'a bracket that nothing closes at position 2'],
  ['*', 'a repetition of nothing at position 0'],
  ['a**', 'a repetition of a repetition at position 2'],
  ['a{2,1}', 'a repetition whose end is before its start'],
  ['a{1001}', 'a repetition of more than 1000'],
  ['a{1,1001}', 'a repetition of more than 1000'],
  ['(?=a)', 'a kind of group that is not supported'],
  ['(?<!a)', 'a kind of group that is not supported'],
  ['(a)\\1', '\\1, which is not supported,'],
  ['\\pL', '\\p, which is not supported,'],
  ['[z-a]', 'a range whose end is before its start'],
  ['[[:no:]]', 'a class of the name no, which is not known,'],
  ['a\\', 'an end where more is needed'],
  ['((a{1000}){1000}){1000}', 'too large once its repetitions are written out'],
  ['('.repeat(300), 'groups nested deeper than 200'],
  ['a'.repeat(5_000), 'longer than 4096 characters'],
])('refuses %s', (source, problem) => {
  expect(() => new TopicPattern(source)).toThrow(InvalidPatternError)
  expect(() => new TopicPattern(source)).toThrow(problem)
})

test('an expression that would backtrack for ever is answered', () => {
  expect(new TopicPattern('(a*)*(a|aa)+b').matches('a'.repeat(249))).toBe(false)
})

test('whatever the bytes, it is taken or refused in its own words', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...'ab()[]{}*+?|\\^$.-,12:<>i'.split('')), maxLength: 20 }),
      (text) => {
        try {
          new TopicPattern(text).matches('ab')
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidPatternError)
        }
      },
    ),
    { numRuns: 3_000 },
  )
})
