import { describe, expect, test } from 'vitest'
import type { Content } from '../../../../src-renderer/api/scans.ts'
import type { ProduceDraft } from '../../../../src-renderer/features/messages/produce-draft.ts'
import {
  draftOf,
  EMPTY_MESSAGE,
  messageOf,
  withHeader,
  withKey,
  withNewHeader,
  withoutHeader,
} from '../../../../src-renderer/features/messages/produce-draft.ts'

const ON = { clusterId: 'local', topic: 'orders', timestamp: null }
const messageFor = (draft: ProduceDraft) => messageOf(draft, ON) ?? expect.fail('it cannot be sent')
const message = (change: Partial<ProduceDraft>) => messageFor({ ...EMPTY_MESSAGE, ...change })

describe('null, empty and text are three things', () => {
  test('a key', () => {
    expect(message({}).key).toEqual({ kind: 'null' })
    expect(message({ isKeyNull: false }).key).toEqual({ kind: 'text', text: '' })
    expect(messageFor(withKey(EMPTY_MESSAGE, 'a')).key).toEqual({ kind: 'text', text: 'a' })
    expect(messageFor(withKey(withKey(EMPTY_MESSAGE, 'a'), '')).key).toEqual({ kind: 'null' })
  })

  test('a value', () => {
    expect(message({}).value).toEqual({ kind: 'text', text: '' })
    expect(message({ value: 'null' }).value).toEqual({ kind: 'text', text: 'null' })
    expect(message({ value: 'kept for later', isTombstone: true }).value).toEqual({ kind: 'null' })
  })
})

describe('headers', () => {
  const withTwo = () => {
    const one = withHeader(EMPTY_MESSAGE, EMPTY_MESSAGE.headers[0]?.id ?? -1, { name: 'trace', value: '1' })
    const two = withNewHeader(one)
    return withHeader(two, two.headers[1]?.id ?? -1, { name: 'trace', isNull: true })
  }

  test('keep their order and their duplicates', () => {
    expect(messageFor(withTwo()).headers).toEqual([
      { key: 'trace', value: { kind: 'text', text: '1' } },
      { key: 'trace', value: { kind: 'null' } },
    ])
  })

  test('a row that nobody has written in is none, and serves before another one is made', () => {
    expect(messageFor(EMPTY_MESSAGE).headers).toEqual([])
    const asked = withNewHeader(EMPTY_MESSAGE)
    expect(asked.headers).toHaveLength(1)
    expect(withNewHeader(asked).headers).toHaveLength(2)
  })

  test('a new row has an identity of its own after others were removed', () => {
    const two = withTwo()
    const again = withNewHeader(withoutHeader(two, two.headers[0]?.id ?? -1))
    expect(new Set(again.headers.map(({ id }) => id)).size).toBe(2)
  })
})

describe('bytes', () => {
  test('are written in hex and in base64', () => {
    const draft = {
      value: 'FF 00\nfe',
      valueEncoding: 'hex',
      key: '/wD+',
      keyEncoding: 'base64',
      isKeyNull: false,
    } as const
    expect(message(draft)).toMatchObject({ key: { base64: '/wD+' }, value: { kind: 'base64', base64: '/wD+' } })
  })

  test.each([
    ['hex', 'abc'],
    ['hex', 'zz'],
    ['base64', 'a'],
    ['base64', '####'],
  ] as const)('that are no %s are not sent: %s', (valueEncoding, value) => {
    expect(messageOf({ ...EMPTY_MESSAGE, value, valueEncoding }, ON)).toBeNull()
  })

  test('of a record that exists stand in the form so that the same ones go out again', () => {
    const texts = ['plain', '{"a":1}', 'with\r\nreturns', '']
    const base64 = [...texts.map((text) => btoa(text)), '/wD+', null]
    for (const each of base64) {
      const record = { keyBase64: each, valueBase64: each, headers: [{ key: 'h', valueBase64: each }] }
      const { key, value, headers } = messageFor(draftOf(record))
      const bytes = (content: Content) =>
        content.kind === 'null'
          ? null
          : content.kind === 'base64'
            ? content.base64
            : content.kind === 'text' && btoa(content.text)
      expect([key, value, ...headers.map((header) => header.value)].map(bytes)).toEqual([each, each, each])
    }
  })
})
