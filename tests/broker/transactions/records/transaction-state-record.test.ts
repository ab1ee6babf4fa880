import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MalformedBytesError } from '../../../../broker/bytes/malformed-bytes-error.ts'
import {
  decodeTransactionStateKey,
  decodeTransactionStateValue,
  encodeTransactionStateKey,
  encodeTransactionStateValue,
  transactionStateValue,
} from '../../../../broker/transactions/records/transaction-state-record.ts'
import { arbitraryStruct } from '../../../support/arbitrary-message.ts'

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const fromHex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex')

describe('bytes that Apache Kafka writes', () => {
  const empty = {
    producerId: 0n,
    producerEpoch: 0,
    transactionTimeoutMs: 60_000,
    transactionStatus: 0,
    transactionPartitions: null,
    transactionLastUpdateTimestampMs: 1000n,
    transactionStartTimestampMs: -1n,
  }
  const fixed = '0000000000000000 0000 0000ea60 00'

  test('the key', () => {
    const bytes = fromHex('0000 0002 7478')
    expect(hex(encodeTransactionStateKey('tx'))).toBe(hex(bytes))
    expect(decodeTransactionStateKey(bytes)).toBe('tx')
  })

  test('an id without a transaction, version 1: the version that the client speaks is a tagged field', () => {
    const value = { ...empty, clientTransactionVersion: 2 }
    const bytes = fromHex(`0001 ${fixed} 00 00000000000003e8 ffffffffffffffff 01 02 02 0002`)
    expect(hex(encodeTransactionStateValue(1, value))).toBe(hex(bytes))
    expect(decodeTransactionStateValue(bytes)).toEqual({
      ...value,
      previousProducerId: -1n,
      nextProducerId: -1n,
      nextProducerEpoch: -1,
    })
  })

  test('version 0 has no tagged fields, and writing leaves them out', () => {
    const bytes = fromHex(`0000 ${fixed} ffffffff 00000000000003e8 ffffffffffffffff`)
    expect(hex(encodeTransactionStateValue(0, { ...empty, clientTransactionVersion: 2 }))).toBe(hex(bytes))
    expect(decodeTransactionStateValue(bytes)).toMatchObject({ ...empty, clientTransactionVersion: 0 })
  })

  test('an open transaction, version 1', () => {
    const bytes = fromHex(
      '0001 0000000000000007 0003 0000ea60 01 02 02 74 03 00000000 00000002 00' +
        '00000000000003e8 00000000000003e7 02 00 08 0000000000000007 02 02 0002',
    )
    const value = decodeTransactionStateValue(bytes)
    expect(value).toMatchObject({
      producerId: 7n,
      previousProducerId: 7n,
      producerEpoch: 3,
      transactionStatus: 1,
      transactionPartitions: [{ topic: 't', partitionIds: [0, 2] }],
      transactionStartTimestampMs: 999n,
    })
    expect(hex(encodeTransactionStateValue(1, value))).toBe(hex(bytes))
  })
})

describe('bytes that nobody should write', () => {
  test('a record type of later times is handed on as unknown', () => {
    expect(decodeTransactionStateKey(fromHex('0001 0002 7478'))).toBeNull()
  })

  test('a version of later times is refused by name', () => {
    expect(() => decodeTransactionStateValue(fromHex('0009 00'))).toThrow(
      'TransactionLogValue of version 9 cannot be read: versions 0 to 1 are known',
    )
  })

  test('whatever stands there, decoding gives a value or a MalformedBytesError', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 }), fc.uint8Array({ maxLength: 120 }), (version, bytes) => {
        for (const decode of [decodeTransactionStateKey, decodeTransactionStateValue]) {
          try {
            decode(Uint8Array.of(0, version, ...bytes))
          } catch (error) {
            expect(error).toBeInstanceOf(MalformedBytesError)
          }
        }
      }),
    )
  })
})

test.each([0, 1])('what is written in version %d can be read', (version) => {
  fc.assert(
    fc.property(arbitraryStruct(transactionStateValue.fields, version), (value) => {
      expect(decodeTransactionStateValue(encodeTransactionStateValue(version, value as never))).toEqual(value)
    }),
  )
})
