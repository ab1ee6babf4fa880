import { expect, it } from 'vitest'
import { MalformedBytesError } from '../../../../broker/bytes/malformed-bytes-error.ts'
import {
  consumerProtocolSubscription,
  decodeAssignment,
  decodeSubscription,
  encodeAssignment,
  subscribedTopicsOf,
  versionOf,
} from '../../../../broker/groups/records/consumer-protocol.ts'
import { encodeMessage } from '../../../../broker/schema/message.ts'

const ownedPartitions = [{ topic: 'orders', partitions: [0, 2] }]

function subscription(version: number, writtenAs = version): Buffer {
  const body = encodeMessage(consumerProtocolSubscription, writtenAs, {
    topics: ['orders'],
    ...(writtenAs >= 1 ? { ownedPartitions } : {}),
    ...(writtenAs >= 3 ? { rackId: 'north' } : {}),
  })
  const head = Buffer.alloc(2)
  head.writeInt16BE(version)
  return Buffer.concat([head, body])
}

it('is read in the version that it says, and one from the future as the newest that is known', () => {
  expect(decodeSubscription(subscription(0))).toMatchObject({ topics: ['orders'], ownedPartitions: [] })
  expect(decodeSubscription(subscription(1))).toMatchObject({ ownedPartitions, rackId: null })
  const future = Buffer.concat([subscription(9, 3), Buffer.from('what nobody knows yet')])
  expect(decodeSubscription(future)).toMatchObject({ ownedPartitions, rackId: 'north' })
  expect(versionOf(future)).toBe(9)
  expect(subscribedTopicsOf(future)).toEqual(['orders'])
})

it('is not read where nobody could have written it', () => {
  expect(() => decodeSubscription(subscription(-1, 0))).toThrow(MalformedBytesError)
  expect(() => decodeAssignment(Buffer.of(0xff, 0xff, 0, 0, 0, 0))).toThrow(MalformedBytesError)
  expect(subscribedTopicsOf(subscription(-1, 0))).toBeNull()
  expect(subscribedTopicsOf(Buffer.from([0, 1, 0]))).toBeNull()
})

it('carries back what was assigned, in the version that was asked for as far as it is known', () => {
  for (const version of [0, 3, 9]) {
    const bytes = encodeAssignment(ownedPartitions, version)
    expect(versionOf(bytes)).toBe(Math.min(version, 3))
    expect(decodeAssignment(bytes)).toMatchObject({ assignedPartitions: ownedPartitions })
  }
  expect(decodeAssignment(new Uint8Array())).toBeNull()
})
