import { ByteReader } from '../bytes/byte-reader.ts'
import type { Fields, Struct, StructInput } from '../schema/field.ts'
import { isFlexible, readMessage, writeMessage } from '../schema/message.ts'
import type { Api } from './api.ts'
import { finishFrame, skipTaggedFields, startFrame } from './frame.ts'
import { apiVersions } from './messages/api-versions.ts'

/*
 * A response on the wire:
 *
 *   size int32 | correlation id int32
 *              | tagged fields, only where the version of the API is flexible (header version 1, otherwise 0)
 *              | body
 *
 * The response to ApiVersions never has tagged fields in its header: a client reads it before it knows which
 * versions the broker understands (KIP-511).
 */
export interface ResponseToWrite<Response extends Fields> {
  readonly version: number
  readonly correlationId: number
  readonly value: StructInput<Response>
}

/** A whole response with its size, as chunks for a socket. Record batches in it are not copied. */
export function encodeResponse<Response extends Fields>(
  api: Api<Fields, Response>,
  { version, correlationId, value }: ResponseToWrite<Response>,
): Uint8Array[] {
  const writer = startFrame()
  writer.int32(correlationId)
  if (hasFlexibleHeader(api, version)) writer.unsignedVarint(0)
  writeMessage(api.response, version, { writer, value })
  return finishFrame(writer)
}

/** Whom a response is for; `frame` is what follows the size. @throws MalformedBytesError */
export function readCorrelationId(frame: Uint8Array): number {
  return new ByteReader(frame).int32()
}

/** The body of a response; `frame` is what follows the size. @throws MalformedBytesError */
export function decodeResponse<Response extends Fields>(
  api: Api<Fields, Response>,
  version: number,
  frame: Uint8Array,
): Struct<Response> {
  const reader = new ByteReader(frame)
  reader.int32()
  if (hasFlexibleHeader(api, version)) skipTaggedFields(reader)
  return readMessage(api.response, version, reader)
}

function hasFlexibleHeader(api: Api, version: number): boolean {
  return api.key !== apiVersions.key && isFlexible(api.response, version)
}
