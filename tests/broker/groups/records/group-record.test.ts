import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MalformedBytesError } from '../../../../broker/bytes/malformed-bytes-error.ts'
import {
  decodeGroupRecord,
  encodeGroupRecordKey,
  encodeGroupRecordValue,
  type GroupRecordKind,
} from '../../../../broker/groups/records/group-record.ts'
import * as consumerGroup from '../../../../broker/groups/records/consumer-group-records.ts'
import { groupMetadataKey, groupMetadataValue } from '../../../../broker/groups/records/group-metadata-record.ts'
import { offsetCommitKey, offsetCommitValue } from '../../../../broker/groups/records/offset-commit-record.ts'
import type { Message } from '../../../../broker/schema/message.ts'
import { arbitraryStruct } from '../../../support/arbitrary-message.ts'

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const fromHex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex')

describe('bytes that Apache Kafka writes', () => {
  const offsetKey = '0001 0001 67 0001 74 00000003'

  test('the key of an offset', () => {
    const key = { group: 'g', topic: 't', partition: 3 }
    expect(hex(encodeGroupRecordKey('offset-commit', key))).toBe(hex(fromHex(offsetKey)))
    expect(decodeGroupRecord(fromHex(offsetKey), null)).toMatchObject({ kind: 'offset-commit', key, value: null })
  })

  test('an offset of version 3', () => {
    const value = { offset: 42n, leaderEpoch: 0, metadata: '', commitTimestamp: 1000n }
    const bytes = fromHex('0003 000000000000002a 00000000 0000 00000000000003e8')
    expect(hex(encodeGroupRecordValue('offset-commit', 3, value))).toBe(hex(bytes))
    expect(decodeGroupRecord(fromHex(offsetKey), bytes)).toMatchObject({ version: 3, value })
  })

  test('an offset of version 4, with the id of its topic', () => {
    const topicId = 'xBnNNBwbRFyp6XX5LFsikA'
    const value = { offset: 42n, leaderEpoch: 0, metadata: '', commitTimestamp: 1000n, topicId }
    const bytes = fromHex(
      '0004 000000000000002a 00000000 01 00000000000003e8 01 00 10 c419cd341c1b445ca9e975f92c5b2290',
    )
    expect(hex(encodeGroupRecordValue('offset-commit', 4, value))).toBe(hex(bytes))
    expect(decodeGroupRecord(fromHex(offsetKey), bytes)).toMatchObject({ version: 4, value })
  })

  test('an empty classic group', () => {
    const key = fromHex('0002 0001 67')
    const value = {
      protocolType: 'consumer',
      generation: 1,
      protocol: null,
      leader: null,
      currentStateTimestamp: 1000n,
    }
    const bytes = fromHex('0003 0008 636f6e73756d6572 00000001 ffff ffff 00000000000003e8 00000000')
    expect(hex(encodeGroupRecordKey('group-metadata', { group: 'g' }))).toBe(hex(key))
    expect(hex(encodeGroupRecordValue('group-metadata', 3, { ...value, members: [] }))).toBe(hex(bytes))
    expect(decodeGroupRecord(key, bytes)).toMatchObject({ kind: 'group-metadata', key: { group: 'g' }, value })
  })

  test('the epoch of a group of KIP-848', () => {
    const key = fromHex('0003 0001 67')
    const value = fromHex('0000 00000005 01 00 08 0000000000000007')
    expect(decodeGroupRecord(key, value)).toMatchObject({
      kind: 'consumer-group-metadata',
      key: { group: 'g' },
      value: { epoch: 5, metadataHash: 7n },
    })
    expect(hex(encodeGroupRecordValue('consumer-group-metadata', 0, { epoch: 5, metadataHash: 7n }))).toBe(hex(value))
  })

  test('a member of a group of KIP-848: what is absent in a tagged field is an explicit 0', () => {
    const key = fromHex('0005 0001 67 0001 6d')
    const value = fromHex('0000 00 00 02 63 02 68 02 02 74 00 000493e0 00 01 00 01 00')
    const record = decodeGroupRecord(key, value)
    expect(record).toMatchObject({
      kind: 'consumer-group-member-metadata',
      key: { group: 'g', memberId: 'm' },
      value: { clientId: 'c', subscribedTopicNames: ['t'], rebalanceTimeoutMs: 300_000, classicMemberMetadata: null },
    })
    if (record.kind !== 'consumer-group-member-metadata' || record.value === null) throw new Error('no value')
    expect(hex(encodeGroupRecordValue(record.kind, 0, record.value))).toBe(hex(value))
  })

  test('record type 0 is the older number of an offset', () => {
    const record = decodeGroupRecord(
      fromHex('0000 0001 67 0001 74 00000003'),
      fromHex('0000 000000000000002a 0001 6d 00000000000003e8'),
    )
    expect(record).toMatchObject({ kind: 'offset-commit', value: { offset: 42n, metadata: 'm', leaderEpoch: -1 } })
  })
})

describe('bytes that nobody should write', () => {
  test('a record type of later times is handed on as unknown', () => {
    expect(decodeGroupRecord(fromHex('0063 0001 67'), fromHex('0000'))).toEqual({ kind: 'unknown', type: 0x63 })
  })

  test('a version of later times is refused by name', () => {
    expect(() => decodeGroupRecord(fromHex('0002 0001 67'), fromHex('0009 00'))).toThrow(
      'GroupMetadataValue of version 9 cannot be read: versions 0 to 4 are known',
    )
  })

  test('whatever stands there, decoding gives a record or a MalformedBytesError', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 24 }), fc.uint8Array(), fc.uint8Array(), (type, key, value) => {
        try {
          decodeGroupRecord(Uint8Array.of(0, type, ...key), value)
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedBytesError)
        }
      }),
    )
  })
})

const kinds: Record<GroupRecordKind, { readonly key: Message; readonly value: Message }> = {
  'offset-commit': { key: offsetCommitKey, value: offsetCommitValue },
  'group-metadata': { key: groupMetadataKey, value: groupMetadataValue },
  'consumer-group-metadata': {
    key: consumerGroup.consumerGroupMetadataKey,
    value: consumerGroup.consumerGroupMetadataValue,
  },
  'consumer-group-partition-metadata': {
    key: consumerGroup.consumerGroupPartitionMetadataKey,
    value: consumerGroup.consumerGroupPartitionMetadataValue,
  },
  'consumer-group-member-metadata': {
    key: consumerGroup.consumerGroupMemberMetadataKey,
    value: consumerGroup.consumerGroupMemberMetadataValue,
  },
  'consumer-group-target-assignment-metadata': {
    key: consumerGroup.consumerGroupTargetAssignmentMetadataKey,
    value: consumerGroup.consumerGroupTargetAssignmentMetadataValue,
  },
  'consumer-group-target-assignment-member': {
    key: consumerGroup.consumerGroupTargetAssignmentMemberKey,
    value: consumerGroup.consumerGroupTargetAssignmentMemberValue,
  },
  'consumer-group-current-member-assignment': {
    key: consumerGroup.consumerGroupCurrentMemberAssignmentKey,
    value: consumerGroup.consumerGroupCurrentMemberAssignmentValue,
  },
  'consumer-group-regular-expression': {
    key: consumerGroup.consumerGroupRegularExpressionKey,
    value: consumerGroup.consumerGroupRegularExpressionValue,
  },
}

describe('what is written can be read', () => {
  for (const [name, { key, value }] of Object.entries(kinds)) {
    const kind = name as GroupRecordKind
    for (let version = value.validVersions.min; version <= value.validVersions.max; version++) {
      test(`${kind}, version ${version}`, () => {
        const values = fc.tuple(arbitraryStruct(key.fields, 0), arbitraryStruct(value.fields, version))
        fc.assert(
          fc.property(values, ([keyFields, valueFields]) => {
            const record = decodeGroupRecord(
              encodeGroupRecordKey(kind, keyFields as never),
              encodeGroupRecordValue(kind, version, valueFields as never),
            )
            expect(record).toEqual({ kind, key: keyFields, value: valueFields, version })
          }),
        )
      })
    }
  }
})
