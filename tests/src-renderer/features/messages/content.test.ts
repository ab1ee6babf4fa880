import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeBase64, decodeBase64InPieces, decodedSize } from '../../../../src-renderer/features/messages/base64.ts'
import { ancestorsOf, nodesWith, spansWith } from '../../../../src-renderer/features/messages/content-search.ts'
import { contentOf, readContent } from '../../../../src-renderer/features/messages/content.ts'
import { hexLine, hexLineCount, toHex } from '../../../../src-renderer/features/messages/hex.ts'
import { readJson } from '../../../../src-renderer/features/messages/json-nodes.ts'
import { splitLines } from '../../../../src-renderer/features/messages/text-lines.ts'

const base64Of = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')

describe('base64', () => {
  test('gives the bytes back, and tells their number beforehand', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect([...decodeBase64(base64Of(bytes))]).toEqual([...bytes])
        expect(decodedSize(base64Of(bytes))).toBe(bytes.length)
      }),
    )
  })

  test('of several megabytes is put together from its pieces', async () => {
    const bytes = Uint8Array.from({ length: 2_500_001 }, (_, index) => index % 251)
    const decoded = await decodeBase64InPieces(base64Of(bytes), new AbortController().signal)
    expect(Buffer.compare(decoded, bytes)).toBe(0)
  })

  test('stops when nobody waits for it any more', async () => {
    const ending = new AbortController()
    ending.abort(new Error('left'))
    await expect(decodeBase64InPieces('AAAA', ending.signal)).rejects.toThrow('left')
  })
})

describe('content', () => {
  test('that is no UTF-8 has no text', () => {
    expect(contentOf(Uint8Array.of(0xc3, 0x28))).toMatchObject({ text: null, json: null })
  })

  test('keeps a byte order mark', () => {
    expect(contentOf(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61)).text).toBe('\uFEFFa')
  })

  test('with control characters is told from text', () => {
    expect(contentOf(Uint8Array.of(0, 0, 0, 42)).hasControlCharacters).toBe(true)
    expect(contentOf(new TextEncoder().encode('a\tb\r\n')).hasControlCharacters).toBe(false)
  })

  test('that begins like JSON and is none says why; other text does not', () => {
    expect(readContent(btoa('{"a":')).jsonProblem).toContain('no valid JSON')
    expect(readContent(btoa('hello')).jsonProblem).toBeNull()
  })
})

describe('hex', () => {
  const bytes = new TextEncoder().encode('0123456789abcdef\n\u00fc')

  test('lines are like those of hexdump -C', () => {
    expect(hexLine(bytes, 0, 16)).toEqual({
      position: '00000000',
      bytes: '30 31 32 33 34 35 36 37  38 39 61 62 63 64 65 66',
      characters: '0123456789abcdef',
    })
    expect(hexLine(bytes, 1, 16)).toMatchObject({ position: '00000010', characters: '...' })
  })

  test('every line has the same width, and together they hold every byte', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 100 }), fc.constantFrom(8, 16), (some, perLine) => {
        const lines = Array.from({ length: hexLineCount(some, perLine) }, (_, line) => hexLine(some, line, perLine))
        expect(new Set(lines.map((line) => line.bytes.length)).size).toBe(1)
        expect(lines.map((line) => line.bytes.replaceAll(' ', '')).join('')).toBe(toHex(some))
      }),
    )
  })
})

test('broken lines hold every character, none is longer than allowed, and no pair is torn', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', '\n', '😀') }),
      fc.integer({ min: 2, max: 9 }),
      (text, width) => {
        const lines = splitLines(text, width).map(({ start, end }) => text.slice(start, end))
        expect(lines.join('')).toBe(text.replaceAll('\n', ''))
        for (const line of lines) {
          expect(line.length).toBeLessThanOrEqual(width)
          expect(line.isWellFormed()).toBe(true)
        }
      },
    ),
  )
})

describe('finding in a message', () => {
  test('whatever is looked for stands for itself, in any case', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 8 }), (wanted) => {
        const text = `before ${wanted} after`
        const found = spansWith(text, wanted.toUpperCase()).map(({ start, end }) =>
          text.slice(start, end).toLowerCase(),
        )
        expect(found).toContain(wanted.toLowerCase())
      }),
    )
    expect(spansWith('a-b a-b', '-')).toHaveLength(2)
  })

  test('a node of a tree is found by its name and by its value, and knows what it is in', () => {
    const nodes = readJson('{"where":{"city":"Oslo"},"note":["by oslo rail",1]}')
    expect(nodesWith(nodes, 'OSLO').map((index) => nodes[index]?.text)).toEqual(['"Oslo"', '"by oslo rail"'])
    expect(nodesWith(nodes, 'city')).toEqual([2])
    expect(ancestorsOf(nodes, 2)).toEqual([0, 1])
    expect(ancestorsOf(nodes, 4)).toEqual([0, 3])
  })
})
