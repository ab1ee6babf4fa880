import { describe, expect, it } from 'vitest'
import { whyNoBootstrapServers, whyNoTopicName } from '../../../src-renderer/api/input-rules.ts'

describe('bootstrap servers', () => {
  it.each(['localhost:9092', ' 10.0.0.1:9092 ', 'a:1, b:2,c:3', '[::1]:9092'])('%j can be used', (text) => {
    expect(whyNoBootstrapServers(text)).toBeNull()
  })

  it.each(['', 'localhost', 'localhost:', 'http://localhost:9092', 'a:1;b:2', 'a b:1'])('%j is refused', (text) => {
    expect(whyNoBootstrapServers(text)).toContain('host:port')
  })
})

it('a topic’s name follows Kafka’s rule', () => {
  expect(whyNoTopicName('orders.v2_eu-1')).toBeNull()
  expect(whyNoTopicName('a b')).toContain('letters')
})
