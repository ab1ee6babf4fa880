import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MalformedBytesError } from '../../../broker/bytes/malformed-bytes-error.ts'
import { FrameSplitter } from '../../../broker/protocol/frame.ts'
import { apiVersions } from '../../../broker/protocol/messages/api-versions.ts'
import { fetch } from '../../../broker/protocol/messages/fetch.ts'
import { metadata } from '../../../broker/protocol/messages/metadata.ts'
import { encodeRequest, readRequestFrame } from '../../../broker/protocol/request-frame.ts'
import { decodeResponse, encodeResponse, readCorrelationId } from '../../../broker/protocol/response-frame.ts'
import { readMessage } from '../../../broker/schema/message.ts'

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(/[^0-9a-f]/g, ''), 'hex')
const join = (chunks: Uint8Array[]): Buffer => Buffer.concat(chunks)

describe('bytes on the wire', () => {
  test('ApiVersions v0 as librdkafka and kafka-python send it', () => {
    const frame = hex('0012 0000 00000001 0007 72646b61666b61')
    const request = readRequestFrame(frame)
    expect(request).toMatchObject({
      apiKey: 18,
      apiVersion: 0,
      correlationId: 1,
      clientId: 'rdkafka',
      api: apiVersions,
    })
    expect(request.body.remaining).toBe(0)
  })

  test('ApiVersions v3: flexible request header, client id in classic form, compact strings in the body', () => {
    const sent = encodeRequest(apiVersions, {
      version: 3,
      correlationId: 2,
      clientId: 'me',
      value: { clientSoftwareName: 'brokkr', clientSoftwareVersion: '1' },
    })
    expect(join(sent)).toEqual(hex('00000017 0012 0003 00000002 0002 6d65 00 07 62726f6b6b72 02 31 00'))
  })

  test('the response to ApiVersions v3 has no tagged fields in its header', () => {
    const value = { errorCode: 0, apiKeys: [{ apiKey: 18, minVersion: 0, maxVersion: 4 }] }
    const sent = join(encodeResponse(apiVersions, { version: 3, correlationId: 9, value }))
    expect(sent).toEqual(hex('00000013 00000009 0000 02 0012 0000 0004 00 00000000 00'))
    expect(decodeResponse(apiVersions, 3, sent.subarray(4))).toMatchObject(value)
  })

  test('Metadata v1 for all topics as kafka-python 2.0.2 sends it', () => {
    const request = readRequestFrame(hex('0003 0001 00000005 0014 6b61666b612d707974686f6e2d322e302e322d31 ffffffff'))
    expect(request.clientId).toBe('kafka-python-2.0.2-1')
    expect(readMessage(metadata.request, 1, request.body)).toMatchObject({ topics: null, allowAutoTopicCreation: true })
    expect(request.body.remaining).toBe(0)
  })

  test('every other flexible response has tagged fields in its header', () => {
    const sent = join(encodeResponse(metadata, { version: 9, correlationId: 3, value: { brokers: [], topics: [] } }))
    expect(sent.subarray(4, 9)).toEqual(hex('00000003 00'))
    expect(readCorrelationId(sent.subarray(4))).toBe(3)
  })
})

test('a request of an API that nobody knows still tells its key and correlation id', () => {
  const request = readRequestFrame(hex('7fff 0001 0000002a ffff'))
  expect(request).toMatchObject({ apiKey: 0x7fff, apiVersion: 1, correlationId: 42, clientId: null, api: undefined })
})

test('an ApiVersions request of a version from the future has a readable header', () => {
  const request = readRequestFrame(hex('0012 0063 0000002a 0001 78 00 ff'))
  expect(request).toMatchObject({ apiVersion: 99, correlationId: 42, clientId: 'x' })
})

test.each([
  ['an empty frame', ''],
  ['a header that ends early', '0012 0000 0000'],
  ['a client id longer than the frame', '0012 0000 00000001 7fff 78'],
  ['a client id of length -2', '0012 0000 00000001 fffe'],
  ['tagged fields that end early', '0012 0003 00000001 ffff 05'],
])('%s is malformed', (_, bytes) => {
  expect(() => readRequestFrame(hex(bytes))).toThrow(MalformedBytesError)
})

test('a request of millions of tiny elements is refused before they take memory', () => {
  const count = 2_000_000
  const header = hex('0003 0009 00000001 ffff 00')
  // The count plus one as a varint, then topics of an empty name and no tags: two bytes each.
  const topics = Buffer.alloc(count * 2)
  for (let at = 0; at < topics.length; at += 2) topics[at] = 1
  const frame = readRequestFrame(Buffer.concat([header, hex('81897a'), topics]))
  expect(() => readMessage(metadata.request, 9, frame.body)).toThrow(MalformedBytesError)
  expect(frame.body.remaining).toBe(topics.length)
})

test('record batches reach the socket without having been copied', () => {
  const records = Buffer.alloc(100_000, 7)
  const partition = { partitionIndex: 0, errorCode: 0, highWatermark: 1n, abortedTransactions: null, records }
  const value = { responses: [{ topic: 't', partitions: [partition] }] }
  const chunks = encodeResponse(fetch, { version: 12, correlationId: 1, value })
  expect(chunks).toContain(records)
  const whole = join(chunks)
  expect(whole.readInt32BE(0)).toBe(whole.length - 4)
  expect(decodeResponse(fetch, 12, whole.subarray(4)).responses[0]?.partitions[0]?.records).toEqual(records)
})

test('what a client writes is what a server reads', () => {
  const sent = encodeRequest(metadata, { version: 12, correlationId: 77, clientId: null, value: { topics: null } })
  const { api, apiVersion, body, clientId } = readRequestFrame(join(sent).subarray(4))
  expect({ api, apiVersion, clientId }).toEqual({ api: metadata, apiVersion: 12, clientId: null })
  expect(readMessage(metadata.request, apiVersion, body).topics).toBeNull()
})

describe('cutting a stream into frames', () => {
  const withSize = (body: Uint8Array): Buffer => {
    const size = Buffer.alloc(4)
    size.writeInt32BE(body.length)
    return Buffer.concat([size, body])
  }

  test('frames come out whole and in order, however the stream was torn', () => {
    const bodies = fc.array(fc.uint8Array({ maxLength: 30 }), { maxLength: 6 })
    fc.assert(
      fc.property(bodies, fc.array(fc.nat(9)), (frames, pieces) => {
        const stream = Buffer.concat(frames.map(withSize))
        const splitter = new FrameSplitter(1000)
        const received: Uint8Array[] = []
        let at = 0
        for (const piece of [...pieces, stream.length]) {
          received.push(...splitter.push(stream.subarray(at, at + piece)))
          at = Math.min(stream.length, at + piece)
        }
        expect(received.map((frame) => [...frame])).toEqual(frames.map((frame) => [...frame]))
        expect(splitter.pendingBytes).toBe(0)
      }),
    )
  })

  test('a frame that arrived in one piece is not copied', () => {
    const chunk = withSize(Buffer.from('hello'))
    expect(new FrameSplitter(10).push(chunk)[0]?.buffer).toBe(chunk.buffer)
  })

  test.each([
    ['negative', 'ffffffff'],
    ['beyond the limit', '00000065'],
    ['of a client that speaks HTTP', '47455420'],
  ])('a size that is %s ends the stream before memory is taken for it', (_, size) => {
    expect(() => new FrameSplitter(100).push(hex(size))).toThrow(MalformedBytesError)
  })
})
