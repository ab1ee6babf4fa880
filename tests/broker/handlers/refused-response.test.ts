import { expect, test } from 'vitest'
import { errorCode } from '../../../broker/protocol/error-codes.ts'
import { decodeResponse, encodeResponse } from '../../../broker/protocol/response-frame.ts'
import { refusedResponse } from '../../../broker/handlers/refused-response.ts'
import { handlers } from '../../../broker/handlers/registry.ts'
import { metadata } from '../../../broker/protocol/messages/metadata.ts'
import { produce } from '../../../broker/protocol/messages/produce.ts'

const refusalIn = (version: number) => ({ version, errorCode: errorCode.ILLEGAL_SASL_STATE })

test('a response that refuses can be written for every API and version', () => {
  for (const { api } of handlers) {
    const { min, max } = api.request.validVersions
    for (let version = min; version <= max; version++) {
      const value = refusedResponse(api, {}, refusalIn(version))
      const chunks = encodeResponse(api, { version, correlationId: 1, value })
      const told = decodeResponse(api, version, Buffer.concat(chunks).subarray(4))
      const hasError = Object.hasOwn(value, 'errorCode')
      if (hasError) expect(told).toMatchObject({ errorCode: errorCode.ILLEGAL_SASL_STATE })
    }
  }
})

test('what was asked for is listed with the error', () => {
  const topics = [{ name: 'orders', topicId: 'AAAAAAAAAAAAAAAAAAAAAA' }]
  expect(refusedResponse(metadata, { topics }, refusalIn(12))).toMatchObject({
    topics: [{ name: 'orders', errorCode: errorCode.ILLEGAL_SASL_STATE, partitions: [] }],
  })
  expect(refusedResponse(produce, { topicData: null }, refusalIn(9))).toMatchObject({ responses: [] })
})
