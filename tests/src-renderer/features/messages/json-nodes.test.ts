import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatJson, JsonError, readJson, visibleNodes } from '../../../../src-renderer/features/messages/json-nodes.ts'

const shown = (text: string) => readJson(text).map(({ name, text: value, kind }) => [name, value || kind])

describe('JSON is read as it was written', () => {
  test.each(['9007199254740993', '18446744073709551615', '-0', '1e400', '0.10', '1E+2'])('the number %s', (number) => {
    expect(readJson(number)[0]).toMatchObject({ kind: 'number', text: number })
  })

  test('members of the same name, and names that look like places, keep their order', () => {
    expect(shown('{"b":1,"1":2,"b":3,"__proto__":4}')).toEqual([
      [null, 'object'],
      ['b', '1'],
      ['1', '2'],
      ['b', '3'],
      ['__proto__', '4'],
    ])
  })

  test('whatever JSON.parse reads is read, and written again means the same', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const value: unknown = JSON.parse(text)
        expect(JSON.parse(formatJson(readJson(text)))).toEqual(value)
        expect(formatJson(readJson(text))).toBe(formatJson(readJson(formatJson(readJson(text)))))
      }),
    )
  })

  test('laid out as JSON.stringify does it', () => {
    const value = { a: [], b: {}, c: [1, [2], { d: null }], e: 'ü"\\' }
    expect(formatJson(readJson(JSON.stringify(value)))).toBe(JSON.stringify(value, null, 2))
  })

  test('what JSON.parse refuses is refused', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'{}[]",:01-+.eE \n\ttrufalsn\\'.split('')) }), (text) => {
        let isValid = true
        try {
          JSON.parse(text)
        } catch {
          isValid = false
        }
        if (isValid) readJson(text)
        else expect(() => readJson(text)).toThrow(JsonError)
      }),
      { numRuns: 2000 },
    )
  })

  test('says what is wrong and where', () => {
    expect(() => readJson('{\n  "a": }')).toThrow('a value is expected in line 2, column 8.')
    expect(() => readJson('{} x')).toThrow('there is more behind the end in line 1, column 4.')
  })

  test('deep nesting is an error, not a crash', () => {
    expect(() => readJson('['.repeat(100_000))).toThrow(JsonError)
  })

  test('a text of many megabytes in one string is read', () => {
    const text = JSON.stringify('x\n'.repeat(2_000_000))
    expect(readJson(text)[0]?.text).toHaveLength(text.length)
  })
})

test('what is folded hides all that is in it', () => {
  const nodes = readJson('{"a":{"b":[1,2]},"c":3}')
  expect(visibleNodes(nodes, new Set())).toEqual([0, 1, 2, 3, 4, 5])
  expect(visibleNodes(nodes, new Set([2]))).toEqual([0, 1, 2, 5])
  expect(visibleNodes(nodes, new Set([1, 2]))).toEqual([0, 1, 5])
  expect(visibleNodes(nodes, new Set([0]))).toEqual([0])
})
