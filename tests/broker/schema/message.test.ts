import { describe, expect, test } from 'vitest'
import { ByteReader } from '../../../broker/bytes/byte-reader.ts'
import { MalformedBytesError } from '../../../broker/bytes/malformed-bytes-error.ts'
import { array, bytes, int32, int64, int8, nested, string, struct } from '../../../broker/schema/field.ts'
import { encodeMessage, message, readMessage, UnsupportedVersionError } from '../../../broker/schema/message.ts'
import { UnwritableValueError } from '../../../broker/schema/unwritable-value-error.ts'

const parcel = message({
  name: 'Parcel',
  validVersions: '0-3',
  flexibleVersions: '2+',
  fields: {
    to: string(),
    note: string({ nullable: '1+', default: null }),
    weight: int32({ versions: '1+', default: -1 }),
    stamp: int8({ versions: '1+', ignorable: true }),
    items: array(struct({ name: string(), count: int32() }), { nullable: '0+' }),
    origin: nested(
      { city: string(), post: int64({ default: -1n }) },
      { versions: '3+', nullable: '0+', default: null },
    ),
    label: bytes({ versions: '2+', tag: 4 }),
  },
})

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex')
const read = (version: number, text: string) => readMessage(parcel, version, new ByteReader(hex(text)))

describe('writing', () => {
  test('classic lengths, then compact ones with a tagged section after each struct', () => {
    const value = { to: 'A', note: 'b', items: [{ name: 'c', count: 1 }] }
    expect(encodeMessage(parcel, 1, value)).toEqual(hex('0001 41 0001 62 ffffffff 00 00000001 0001 63 00000001'))
    expect(encodeMessage(parcel, 2, value)).toEqual(hex('02 41 02 62 ffffffff 00 02 02 63 00000001 00 00'))
  })

  test('a tagged field is written only where it differs from its default', () => {
    const value = { to: '', note: null, items: null }
    expect(encodeMessage(parcel, 2, value)).toEqual(hex('01 00 ffffffff 00 00 00'))
    expect(encodeMessage(parcel, 2, { ...value, label: hex('0909') })).toEqual(
      hex('01 00 ffffffff 00 00 01 04 03 03 0909'),
    )
  })

  test('a struct that is null is one byte', () => {
    expect(encodeMessage(parcel, 3, { to: '', note: null, items: null }).subarray(-2)).toEqual(hex('ff 00'))
  })

  test('a value that the version cannot carry is refused, unless the schema lets it go', () => {
    const value = { to: 'A', note: 'n', items: [], stamp: 5 }
    expect(() => encodeMessage(parcel, 0, value)).not.toThrow()
    expect(() => encodeMessage(parcel, 0, { ...value, weight: 3 })).toThrow(UnwritableValueError)
    expect(() => encodeMessage(parcel, 0, { ...value, weight: -1 })).not.toThrow()
  })

  test('a null where the version allows none names the field', () => {
    expect(() => encodeMessage(parcel, 0, { to: 'A', note: null, items: [] })).toThrow(
      new UnwritableValueError('Parcel.note must have a value in version 0'),
    )
  })

  test('a string longer than its length field is refused', () => {
    const to = 'x'.repeat(32_768)
    expect(() => encodeMessage(parcel, 1, { to, note: null, items: [] })).toThrow(UnwritableValueError)
    expect(encodeMessage(parcel, 2, { to, note: null, items: [] }).length).toBeGreaterThan(32_768)
  })
})

describe('reading', () => {
  test('fields that the version lacks have their defaults', () => {
    expect(read(0, '0001 41 0000 ffffffff')).toEqual({
      to: 'A',
      note: '',
      weight: -1,
      stamp: 0,
      items: null,
      origin: null,
      label: new Uint8Array(0),
    })
  })

  test.each([
    ['a null where none is allowed', 0, 'ffff', 'Parcel.to is null in version 0'],
    ['a negative length', 0, 'fffe', 'Parcel.to has a length of -2'],
    ['a length beyond the end', 0, '7fff 41', '32767 bytes wanted'],
    ['a compact length beyond the end', 2, 'ffffffff0f 41', 'bytes wanted'],
    ['a varint that does not end', 2, 'ffffffffffff', 'exceeds 32 bits'],
    ['a count beyond the end', 0, '0000 0000 7fffffff 00', 'an array claims 2147483647 elements in 1 bytes'],
    ['a compact count beyond the end', 2, '01 00 00000000 00 ffffffff0f 00', 'elements in 1 bytes'],
    ['a negative count', 0, '0000 0000 fffffffe', 'Parcel.items has a length of -2'],
    ['tags that do not rise', 2, '01 00 00000000 00 00 02 04 01 01 04 01 01', 'tags must rise'],
    ['a tagged field beyond the end', 2, '01 00 00000000 00 00 01 04 7f 01', 'bytes wanted'],
  ])('%s is malformed', (_, ...row) => {
    const [version, text, reason] = row
    expect(() => read(version, text)).toThrow(MalformedBytesError)
    expect(() => read(version, text)).toThrow(reason)
  })

  test('byte strings share the memory of what was read', () => {
    const source = hex('01 00 00000000 00 00 01 04 03 03 0909')
    expect(readMessage(parcel, 2, new ByteReader(source)).label.buffer).toBe(source.buffer)
  })
})

test('a version that the message does not have is told apart from bad bytes', () => {
  expect(() => read(4, '00')).toThrow(new UnsupportedVersionError('Parcel has the versions 0 to 3, not 4'))
})
