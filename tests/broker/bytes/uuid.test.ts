import fc from 'fast-check'
import { expect, test } from 'vitest'
import { coordinatorPartition } from '../../../broker/bytes/java-hash.ts'
import { MalformedBytesError } from '../../../broker/bytes/malformed-bytes-error.ts'
import { formatUuid, oneUuid, parseUuid, uuidFromRandom, zeroUuid } from '../../../broker/bytes/uuid.ts'

const sixteenBytes = fc.uint8Array({ minLength: 16, maxLength: 16 })

test('a UUID survives the way to text and back', () => {
  fc.assert(
    fc.property(sixteenBytes, (bytes) => {
      expect(new Uint8Array(parseUuid(formatUuid(bytes)))).toEqual(bytes)
    }),
  )
})

test("Kafka's reserved UUIDs", () => {
  expect(parseUuid(zeroUuid).every((byte) => byte === 0)).toBe(true)
  expect(parseUuid(oneUuid).readBigUInt64BE(8)).toBe(1n)
})

test.each(['', 'abc', 'AAAAAAAAAAAAAAAAAAAAAB', 'AAAAAAAAAAAAAAAAAAAA+A', 'AAAAAAAAAAAAAAAAAAAAAAA'])(
  '"%s" is not a UUID',
  (text) => {
    expect(() => parseUuid(text)).toThrow(MalformedBytesError)
  },
)

test('a random UUID never begins with a dash, and is of version 4', () => {
  fc.assert(
    fc.property(sixteenBytes, (bytes) => {
      const uuid = uuidFromRandom(bytes)
      if (uuid === null) return
      expect(uuid.startsWith('-')).toBe(false)
      expect((parseUuid(uuid)[6] ?? 0) >> 4).toBe(4)
    }),
  )
  expect(uuidFromRandom(new Uint8Array(16).fill(0xff))).not.toBeNull()
  expect(uuidFromRandom(new Uint8Array(16).fill(0xfb))).toBeNull()
})

test.each([
  ['test-group', 12],
  ['my-group', 12],
  ['', 0],
  ['polygenelubricants', 0],
  ['tx-1', 20],
  ['grüße', 23],
])('"%s" belongs to coordinator partition %d of 50', (id, partition) => {
  expect(coordinatorPartition(id, 50)).toBe(partition)
})
