import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MalformedBytesError } from '../../../../broker/bytes/malformed-bytes-error.ts'
import {
  metadataRecordDefinitions,
  type NewMetadataRecord,
} from '../../../../broker/metadata/records/metadata-records.ts'
import {
  decodeMetadataRecord,
  encodeMetadataRecord,
  UnknownMetadataRecordError,
} from '../../../../broker/metadata/records/record-codec.ts'
import { arbitraryStruct } from '../../../support/arbitrary-message.ts'

const everyVersion = metadataRecordDefinitions.flatMap((definition) => {
  const { min, max } = definition.schema.validVersions
  return Array.from({ length: max - min + 1 }, (_, index) => ({ ...definition, version: min + index }))
})

describe('metadata records', () => {
  it('are those of Kafka 4.4', () => {
    expect(metadataRecordDefinitions.map(({ id }) => id)).toEqual([
      0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12, 14, 15, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29,
    ])
    expect(everyVersion).toHaveLength(38)
  })

  it.each(everyVersion)('$type version $version comes back as it went', ({ type, version, schema }) => {
    fc.assert(
      fc.property(arbitraryStruct(schema.fields, version), (value) => {
        const record = { type, version, value } as unknown as NewMetadataRecord
        expect(decodeMetadataRecord(encodeMetadataRecord(record))).toEqual(record)
      }),
      { numRuns: 30 },
    )
  })

  it('has the bytes that Kafka writes for a feature level', () => {
    const value = { name: 'metadata.version', featureLevel: 30 }
    const bytes = encodeMetadataRecord({ type: 'FeatureLevel', version: 0, value })
    const name = Buffer.from('metadata.version').toString('hex')
    expect(bytes.toString('hex')).toBe(`010c0011${name}001e00`)
  })

  it('writes a partition change with only what changes', () => {
    const topicId = 'xBnNNBwbRFyp6XX5LFsikA'
    const value = { partitionId: 3, topicId, leader: 1 }
    const bytes = encodeMetadataRecord({ type: 'PartitionChange', version: 2, value })
    expect(bytes.toString('hex')).toBe('01050200000003c419cd341c1b445ca9e975f92c5b229001010400000001')
  })

  it('refuses a type from the future', () => {
    expect(() => decodeMetadataRecord(Buffer.from('011e0000', 'hex'))).toThrow(
      new UnknownMetadataRecordError('metadata record type 30 (version 0) is not known'),
    )
  })

  it('refuses a version from the future', () => {
    expect(() => decodeMetadataRecord(Buffer.from('010c01', 'hex'))).toThrow(
      new UnknownMetadataRecordError('FeatureLevelRecord has version 1, but only 0 to 0 are known'),
    )
  })

  it('refuses a frame from the future', () => {
    expect(() => decodeMetadataRecord(Buffer.from('020c00', 'hex'))).toThrow(UnknownMetadataRecordError)
  })

  it('refuses bytes behind a record', () => {
    const bytes = encodeMetadataRecord({ type: 'NoOp', version: 0, value: {} })
    expect(() => decodeMetadataRecord(Buffer.concat([bytes, Buffer.from([0])]))).toThrow(
      new MalformedBytesError('1 bytes follow a NoOpRecord that should end there'),
    )
  })

  it('never reads outside of what it was given', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        try {
          decodeMetadataRecord(bytes)
        } catch (error) {
          if (!(error instanceof MalformedBytesError || error instanceof UnknownMetadataRecordError)) throw error
        }
      }),
    )
  })
})
