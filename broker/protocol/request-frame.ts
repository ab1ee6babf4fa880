import { ByteReader } from '../bytes/byte-reader.ts'
import type { ByteWriter } from '../bytes/byte-writer.ts'
import { MalformedBytesError } from '../bytes/malformed-bytes-error.ts'
import type { Fields, StructInput } from '../schema/field.ts'
import { isFlexible, writeMessage } from '../schema/message.ts'
import type { Api } from './api.ts'
import { apiByKey } from './api-registry.ts'
import { finishFrame, skipTaggedFields, startFrame } from './frame.ts'

/*
 * A request on the wire:
 *
 *   size int32 | api key int16 | version int16 | correlation id int32 | client id int16 length + text, or -1
 *              | tagged fields, only where the version of the API is flexible (header version 2, otherwise 1)
 *              | body
 *
 * The client id keeps its classic length in flexible versions too, so that the first part can be read before
 * anything is known about the API.
 */
export interface RequestHeader {
  readonly apiKey: number
  readonly apiVersion: number
  readonly correlationId: number
  readonly clientId: string | null
}

/** Elements of all arrays of a request: far beyond what clients send, and some dozens of megabytes at most. */
const maxRequestElements = 1_000_000

/** A request whose header has been read; `body` stands at the first byte after it. */
export interface RequestFrame extends RequestHeader {
  /** Undefined for a key that has no messages here: nothing behind the client id can be understood then. */
  readonly api: Api | undefined
  readonly body: ByteReader
}

/**
 * Reads the header of a request. `frame` is what follows the size. Versions are not checked: an ApiVersions request
 * of a version from the future must still be answered (KIP-511).
 *
 * @throws MalformedBytesError
 */
export function readRequestFrame(frame: Uint8Array): RequestFrame {
  const body = new ByteReader(frame, maxRequestElements)
  const apiKey = body.int16()
  const apiVersion = body.int16()
  const correlationId = body.int32()
  const clientId = readClientId(body)
  const api = apiByKey(apiKey)
  if (api && isFlexible(api.request, apiVersion)) skipTaggedFields(body)
  return { apiKey, apiVersion, correlationId, clientId, api, body }
}

function readClientId(reader: ByteReader): string | null {
  const length = reader.int16()
  if (length === -1) return null
  if (length < 0) throw new MalformedBytesError(`the client id has a length of ${length}`)
  return reader.utf8(length)
}

export interface RequestToWrite<Request extends Fields> {
  readonly version: number
  readonly correlationId: number
  readonly clientId: string | null
  readonly value: StructInput<Request>
}

/** A whole request with its size, as chunks for a socket. Record batches in it are not copied. */
export function encodeRequest<Request extends Fields>(
  api: Api<Request>,
  { version, correlationId, clientId, value }: RequestToWrite<Request>,
): Uint8Array[] {
  const writer = startFrame()
  writer.int16(api.key)
  writer.int16(version)
  writer.int32(correlationId)
  writeClientId(writer, clientId)
  if (isFlexible(api.request, version)) writer.unsignedVarint(0)
  writeMessage(api.request, version, { writer, value })
  return finishFrame(writer)
}

function writeClientId(writer: ByteWriter, clientId: string | null): void {
  if (clientId === null) return writer.int16(-1)
  const byteLength = Buffer.byteLength(clientId)
  writer.int16(byteLength)
  writer.utf8(clientId, byteLength)
}
