import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatJavaProperties, parseJavaProperties } from '../../../broker/bytes/java-properties.ts'

const parsed = (text: string) => Object.fromEntries(parseJavaProperties(text))

test('names end at the first separator, whichever it is', () => {
  expect(parsed('a=1\nb: 2\nc 3\n  d\t=\t4 \ne\n')).toEqual({ a: '1', b: '2', c: '3', d: '4 ', e: '' })
  expect(parsed('listeners=PLAINTEXT://:9092')).toEqual({ listeners: 'PLAINTEXT://:9092' })
})

test('comments and blank lines are no properties', () => {
  expect(parsed('# a=1\n  ! b=2\n\n \t\nc=#3')).toEqual({ c: '#3' })
})

test('a backslash at the end joins the next line, two are one backslash', () => {
  expect(parsed('a=1,\\\n   2,\\\r\n   3\nb=x\\\\\nc=3')).toEqual({ a: '1,2,3', b: 'x\\', c: '3' })
  expect(parsed('a=1\\')).toEqual({ a: '1' })
})

test('escapes as Java writes them', () => {
  expect(parsed('a\\=b=\\u00e9\\t\\n\\:\nx\\ y=z')).toEqual({ 'a=b': 'é\t\n:', 'x y': 'z' })
})

test('a name given twice keeps its last value', () => {
  expect(parsed('a=1\na=2')).toEqual({ a: '2' })
})

test('whatever is written comes back', () => {
  const text = fc.string({ unit: 'grapheme', minLength: 1 })
  fc.assert(
    fc.property(fc.uniqueArray(fc.tuple(text, text), { selector: ([name]) => name }), (properties) => {
      const written = formatJavaProperties(properties, ['a comment', ''])
      expect([...parseJavaProperties(written)]).toEqual(properties)
    }),
  )
})
