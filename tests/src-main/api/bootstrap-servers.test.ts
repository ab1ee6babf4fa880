import { expect, test } from 'vitest'
import { bootstrapServers } from '../../../src-main/api/connections.ts'
import { parseBootstrapServers } from '../../../src-main/kafka/broker-address.ts'

test.each([
  ['kafka.example:9092', ['kafka.example 9092']],
  ['a:1, b:65535', ['a 1', 'b 65535']],
  ['[::1]:9092,[fe80::1%eth0]:9093 , kafka:9094', ['::1 9092', 'fe80::1%eth0 9093', 'kafka 9094']],
])('%s is taken, and read as it is meant', (text, addresses) => {
  expect(bootstrapServers.safeParse(text).success).toBe(true)
  expect(parseBootstrapServers(text).map(({ host, port }) => `${host} ${port}`)).toEqual(addresses)
})

test.each(['', 'kafka', 'kafka:0', 'kafka:65536', '::1:9092', 'a:1,,b:2', 'a:1;b:2', 'https://kafka:443', 'a:1,'])(
  '%j is no list of addresses',
  (text) => expect(bootstrapServers.safeParse(text).success).toBe(false),
)
