import * as fc from 'fast-check'
import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { murmur2, partitionFor } from '../../../src-main/kafka/java-partitioner.ts'

const ofKafkajs = createRequire(import.meta.url)('kafkajs/src/producer/partitioners/default/murmur2.js') as (
  key: Buffer,
) => number

// The values that Kafka's own test of its hash expects.
test.each([
  ['21', -973932308],
  ['foobar', -790332482],
  ['a-little-bit-long-string', -985981536],
  ['a-little-bit-longer-string', -1486304829],
  ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
  ['abc', 479470107],
])('murmur2 of %s is that of Java', (text, hash) => {
  expect(murmur2(Buffer.from(text))).toBe(hash)
})

test('murmur2 is that of kafkajs for any bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      expect(murmur2(bytes)).toBe(ofKafkajs(Buffer.from(bytes)) | 0)
    }),
  )
})

test('a partition exists, with and without a key', () => {
  fc.assert(
    fc.property(fc.option(fc.uint8Array()), fc.integer({ min: 1, max: 50 }), (key, count) => {
      const partition = partitionFor(key, count)
      expect(partition).toBeGreaterThanOrEqual(0)
      expect(partition).toBeLessThan(count)
    }),
  )
})
