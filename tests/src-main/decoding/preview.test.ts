import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { base64Of, bytesOf } from '../../../src-main/decoding/content.ts'
import { previewOf, shortText } from '../../../src-main/decoding/preview.ts'

const utf8 = (text: string) => Buffer.from(text, 'utf8')

describe('a preview tells what kind of bytes there are', () => {
  test.each([
    ['null', null, { kind: 'null', text: '', sizeBytes: 0, isCut: false }],
    ['no bytes', utf8(''), { kind: 'empty', text: '', sizeBytes: 0, isCut: false }],
    ['text', utf8('grüße 👋'), { kind: 'text', text: 'grüße 👋', sizeBytes: 12, isCut: false }],
    ['a number in text', utf8('42'), { kind: 'text', text: '42', sizeBytes: 2, isCut: false }],
    ['an object', utf8('{"a":[1]}'), { kind: 'json', text: '{"a":[1]}', sizeBytes: 9, isCut: false }],
    ['an array with space around', utf8(' [1]\n'), { kind: 'json', text: ' [1]\n', sizeBytes: 5, isCut: false }],
    ['almost JSON', utf8('{"a":}'), { kind: 'text', text: '{"a":}', sizeBytes: 6, isCut: false }],
    [
      'a long in binary',
      Buffer.from('000000000000002a', 'hex'),
      { kind: 'binary', text: '000000000000002a', sizeBytes: 8, isCut: false },
    ],
    [
      'bytes that are no UTF-8',
      Buffer.from('ff00', 'hex'),
      { kind: 'binary', text: 'ff00', sizeBytes: 2, isCut: false },
    ],
    [
      'UTF-8 that encodes a surrogate',
      Buffer.from('eda080', 'hex'),
      { kind: 'binary', text: 'eda080', sizeBytes: 3, isCut: false },
    ],
  ])('%s', (_what, bytes, preview) => {
    expect(previewOf(bytes)).toEqual(preview)
  })

  test('numbers keep every digit', () => {
    const text = '{"id":9007199254740993,"rate":0.1000000000000000000001}'
    expect(previewOf(utf8(text))).toMatchObject({ kind: 'json', text })
  })

  test('a byte order mark is shown, not swallowed', () => {
    expect(previewOf(utf8('\uFEFFa')).text).toBe('\uFEFFa')
  })

  test('JSON too long to be parsed is told by its ends', () => {
    const long = utf8(`[${'1,'.repeat(100_000)}1]`)
    expect(previewOf(long)).toMatchObject({ kind: 'json', isCut: true, sizeBytes: long.byteLength })
  })
})

describe('a preview is short', () => {
  test('text is cut between characters, also where one takes two units', () => {
    expect(previewOf(utf8('👋👋👋'), 3)).toEqual({ kind: 'text', text: '👋', sizeBytes: 12, isCut: true })
    expect(previewOf(utf8('abc'), 3)).toMatchObject({ text: 'abc', isCut: false })
    expect(shortText(utf8('abcd'), 3)).toBe('abc…')
    expect(shortText(null)).toBeNull()
  })

  test('whatever the bytes, it is a beginning and says whether it is all', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.integer({ min: 2, max: 20 }), (bytes, limit) => {
        const { kind, text, isCut, sizeBytes } = previewOf(bytes, limit)
        const whole = kind === 'binary' ? Buffer.from(bytes).toString('hex') : Buffer.from(bytes).toString('utf8')
        expect(sizeBytes).toBe(bytes.byteLength)
        expect(text.length).toBeLessThanOrEqual(limit)
        expect(whole.startsWith(text)).toBe(true)
        expect(isCut).toBe(text !== whole)
      }),
    )
  })

  test('whatever the text, its beginning is shown in whole characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), fc.integer({ min: 2, max: 20 }), (text, limit) => {
        const shown = previewOf(utf8(text), limit)
        if (shown.kind === 'binary') return
        expect(text.startsWith(shown.text)).toBe(true)
        expect(Buffer.from(shown.text).toString()).toBe(shown.text)
      }),
    )
  })
})

test('content becomes bytes and back without loss', () => {
  expect(bytesOf({ kind: 'null' })).toBeNull()
  expect(bytesOf({ kind: 'text', text: 'ä' })).toEqual(utf8('ä'))
  expect(base64Of(null)).toBeNull()
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      const base64 = base64Of(bytes)
      expect(base64 === null ? null : bytesOf({ kind: 'base64', base64 })).toEqual(Buffer.from(bytes))
    }),
  )
})
