import { describe, expect, it } from 'vitest'
import { describeConfigSource, explainConfigValue, showConfigValue } from '../../../src-renderer/formatting/configs.ts'

describe('what a config means', () => {
  it.each([
    ['retention.ms', '604800000', '7 d'],
    ['log.flush.interval.ms', '9223372036854775807', 'no limit'],
    ['retention.ms', '-1', 'no limit'],
    ['segment.bytes', '1073741824', '1.0 GiB'],
    ['max.message.bytes', '1048588', '1.0 MiB'],
    ['log.index.size.max.bytes', '10485760', '10 MiB'],
    ['retention.bytes', '-1', 'no limit'],
  ])('%s = %s is %s', (name, value, meaning) => {
    expect(explainConfigValue({ name, value })).toBe(meaning)
  })

  it.each([
    ['cleanup.policy', 'delete'],
    ['segment.bytes', 'abc'],
    ['segment.bytes', '14'],
    ['retention.ms', null],
    ['num.io.threads', '8'],
  ])('%s = %s says so itself', (name, value) => {
    expect(explainConfigValue({ name, value })).toBeNull()
  })
})

describe('how a value is shown', () => {
  it('a secret is never shown', () => {
    expect(showConfigValue({ value: 'hunter2', isSensitive: true })).toEqual({ text: 'hidden', isWords: true })
  })

  it('nothing, an empty text and a word are told apart', () => {
    expect(showConfigValue({ value: null, isSensitive: false })).toEqual({ text: 'not set', isWords: true })
    expect(showConfigValue({ value: '', isSensitive: false })).toEqual({ text: 'empty', isWords: true })
    expect(showConfigValue({ value: 'not set', isSensitive: false })).toEqual({ text: 'not set', isWords: false })
  })
})

it('a source that is not known is shown by its name', () => {
  expect(describeConfigSource('topic')).toBe('This topic')
  expect(describeConfigSource('client-metrics')).toBe('client-metrics')
})
