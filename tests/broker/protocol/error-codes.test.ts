import { expect, test } from 'vitest'
import { describeErrorCode, errorCode } from '../../../broker/protocol/error-codes.ts'
import { errorDefinitions } from '../../../broker/protocol/error-definitions.ts'

test('all errors of Kafka 4.3 are there, from -1 to 133 without a gap', () => {
  const codes = Object.values(errorDefinitions).map(({ code }) => code)
  expect(codes.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 135 }, (_, index) => index - 1))
})

test('names lead to codes and codes to names', () => {
  expect(errorCode.NOT_LEADER_OR_FOLLOWER).toBe(6)
  expect(describeErrorCode(6)).toMatchObject({ name: 'NOT_LEADER_OR_FOLLOWER', retriable: true })
  for (const [name, code] of Object.entries(errorCode)) expect(describeErrorCode(code).name).toBe(name)
})

test('an error of a newer Kafka is described, not refused', () => {
  expect(describeErrorCode(999)).toMatchObject({ code: 999, name: 'ERROR_999', retriable: false })
})
