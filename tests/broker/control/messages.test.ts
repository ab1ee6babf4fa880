import { expect, test } from 'vitest'
import { exitCodes, readBrokerMessage, readParentMessage } from '../../../broker/control/messages.ts'

test('messages of a known shape pass, whatever else they carry', () => {
  const log = { kind: 'log', level: 'info', at: 1, text: 'hello', extra: true }
  expect(readBrokerMessage(log)).toBe(log)
  expect(readParentMessage({ kind: 'stop', extra: true })).toEqual({ kind: 'stop' })
})

test.each([
  null,
  'ready',
  {},
  { kind: 'toString' },
  { kind: 'ready' },
  { kind: 'log', level: 'info', at: '1', text: '' },
])('what another program may send is no message: %j', (value) => {
  expect(readBrokerMessage(value)).toBeNull()
  expect(readParentMessage(value)).toBeNull()
})

test('every reason to end has an exit code of its own', () => {
  const codes = Object.values(exitCodes)
  expect(new Set(codes).size).toBe(codes.length)
})
