import { describe, expect, test } from 'vitest'
import type { ProduceDraft } from '../../../../src-renderer/features/messages/produce-draft.ts'
import {
  EMPTY_MESSAGE,
  messageOf,
  withHeader,
  withKey,
  withNewHeader,
  withoutHeader,
} from '../../../../src-renderer/features/messages/produce-draft.ts'

const ON = { clusterId: 'local', topic: 'orders' }
const message = (change: Partial<ProduceDraft>) => messageOf({ ...EMPTY_MESSAGE, ...change }, ON)

describe('null, empty and text are three things', () => {
  test('a key', () => {
    expect(message({}).key).toEqual({ kind: 'null' })
    expect(message({ isKeyNull: false }).key).toEqual({ kind: 'text', text: '' })
    expect(messageOf(withKey(EMPTY_MESSAGE, 'a'), ON).key).toEqual({ kind: 'text', text: 'a' })
    expect(messageOf(withKey(withKey(EMPTY_MESSAGE, 'a'), ''), ON).key).toEqual({ kind: 'null' })
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
    expect(messageOf(withTwo(), ON).headers).toEqual([
      { key: 'trace', value: { kind: 'text', text: '1' } },
      { key: 'trace', value: { kind: 'null' } },
    ])
  })

  test('a row that nobody has written in is none, and serves before another one is made', () => {
    expect(messageOf(EMPTY_MESSAGE, ON).headers).toEqual([])
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
