import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { brokerConfigs } from '../../../../broker/metadata/configs/broker-configs.ts'
import {
  describeBrokerConfigs,
  describeBrokerDefaults,
  describeTopicConfigs,
} from '../../../../broker/metadata/configs/describe-configs.ts'
import { topicConfigs } from '../../../../broker/metadata/configs/topic-configs.ts'
import { topicSettings } from '../../../../broker/metadata/configs/topic-settings.ts'
import { configProblem } from '../../../../broker/metadata/configs/validate-config.ts'
import { defaultLogConfig } from '../../../../broker/log/log-config.ts'
import {
  brokerResource,
  topicResource,
  type ConfigResource,
} from '../../../../broker/metadata/image/config-resource.ts'
import { clusterImage } from '../../../support/test-cluster.ts'

type Setting = readonly [ConfigResource, string, string]

const orders = topicResource('orders')

function world({ settings = [], file = {} }: { settings?: readonly Setting[]; file?: Record<string, string> }) {
  const configs = settings.map(([resource, name, value]) => ({ resource, name, value }))
  const image = clusterImage({ topics: ['orders'], configs })
  const node = { nodeId: 1, staticConfigs: new Map(Object.entries(file)) }
  const topicConfig = (name: string) =>
    describeTopicConfigs(image, 'orders', node).find((config) => config.name === name)
  const brokerConfig = (name: string) => describeBrokerConfigs(image, node).find((config) => config.name === name)
  return { image, node, topicConfig, brokerConfig, settings: topicSettings(image, 'orders', node) }
}

const definitions = [...topicConfigs.values(), ...brokerConfigs.values()]

describe('the definitions of configs', () => {
  it('are as many as kafka-configs --describe --all lists for a topic of Kafka 4.3', () => {
    expect([...topicConfigs.keys()]).toHaveLength(33)
  })

  it.each(definitions.map((definition) => [definition.name, definition] as const))(
    '%s has a default that is valid, and a text',
    (_, definition) => {
      expect(definition.documentation).toMatch(/^.{10,}\.$/s)
      const { defaultValue } = definition
      if (defaultValue) expect(configProblem(definition, defaultValue)).toBeNull()
    },
  )

  it('agree with their synonyms on the default', () => {
    for (const { defaultValue, synonyms, name } of topicConfigs.values()) {
      const first = synonyms.find((synonym) => (brokerConfigs.get(synonym.name)?.defaultValue ?? null) !== null)
      if (first === undefined) continue
      const inherited = brokerConfigs.get(first.name)?.defaultValue ?? ''
      expect([name, first.factor === 1 ? inherited : String(BigInt(inherited) * BigInt(first.factor))]).toEqual([
        name,
        defaultValue,
      ])
    }
  })

  it('have synonyms that exist', () => {
    for (const { synonyms } of topicConfigs.values()) {
      for (const { name } of synonyms) expect(brokerConfigs.has(name)).toBe(true)
    }
  })
})

describe('the configs of a topic', () => {
  it('are those of the log when nobody has set anything', () => {
    expect(world({}).settings).toMatchObject(defaultLogConfig)
  })

  it('come from the strongest of the places that say something', () => {
    const file = { 'log.retention.hours': '1' }
    const all: Setting = [brokerResource(null), 'log.retention.ms', '200']
    const one: Setting = [brokerResource(1), 'log.retention.ms', '300']
    const topic: Setting = [orders, 'retention.ms', '400']
    expect(world({}).settings.retentionMs).toBe(604_800_000)
    expect(world({ file }).settings.retentionMs).toBe(3_600_000)
    expect(world({ file, settings: [all] }).settings.retentionMs).toBe(200)
    expect(world({ file, settings: [all, one] }).settings.retentionMs).toBe(300)
    expect(world({ file, settings: [all, one, topic] }).settings.retentionMs).toBe(400)
  })

  it('tell every place that says something, the strongest first', () => {
    const settings: Setting[] = [
      [orders, 'retention.ms', '400'],
      [brokerResource(null), 'log.retention.ms', '200'],
    ]
    const config = world({ settings, file: { 'log.retention.minutes': '5' } }).topicConfig('retention.ms')
    expect(config).toMatchObject({
      value: '400',
      source: 'dynamic-topic',
      type: 'long',
      isSensitive: false,
      readOnly: false,
    })
    expect(config?.synonyms).toEqual([
      { name: 'retention.ms', value: '400', source: 'dynamic-topic' },
      { name: 'log.retention.ms', value: '200', source: 'dynamic-default-broker' },
      { name: 'log.retention.minutes', value: '5', source: 'static-broker' },
      { name: 'log.retention.hours', value: '168', source: 'default' },
    ])
  })

  it.each([
    [{ 'log.retention.ms': '1', 'log.retention.minutes': '2', 'log.retention.hours': '3' }, 1],
    [{ 'log.retention.minutes': '2', 'log.retention.hours': '3' }, 120_000],
    [{ 'log.retention.hours': '3' }, 10_800_000],
    [{ 'log.retention.hours': '-1' }, -1],
  ])('take the finest unit of the file: %j', (file, retentionMs) => {
    expect(world({ file }).settings.retentionMs).toBe(retentionMs)
  })

  it('reach the log as values', () => {
    const set = (name: string, value: string): Setting => [orders, name, value]
    const { settings } = world({
      settings: [
        set('cleanup.policy', ' compact , delete '),
        set('compression.type', 'uncompressed'),
        set('message.timestamp.type', 'LogAppendTime'),
        set('min.cleanable.dirty.ratio', '0.1'),
        set('min.insync.replicas', '2'),
      ],
    })
    expect(settings).toMatchObject({
      cleanupPolicy: { compact: true, delete: true },
      compressionType: 'none',
      messageTimestampType: 'LogAppendTime',
      minCleanableDirtyRatio: 0.1,
    })
    expect(world({ settings: [set('cleanup.policy', '')] }).settings.cleanupPolicy).toEqual({
      compact: false,
      delete: false,
    })
  })
})

describe('the configs of a broker', () => {
  it('say what the file says, and what can be changed', () => {
    const { brokerConfig } = world({ file: { 'log.dirs': '/data' } })
    expect(brokerConfig('log.dirs')).toMatchObject({ value: '/data', source: 'static-broker', readOnly: true })
    expect(brokerConfig('message.max.bytes')).toMatchObject({ value: '1048588', source: 'default', readOnly: false })
  })

  it('never show a password', () => {
    const name = 'ssl.keystore.password'
    const { brokerConfig } = world({ file: { [name]: 'swordfish' }, settings: [[brokerResource(1), name, 'trout']] })
    const config = brokerConfig(name)
    expect(config).toMatchObject({ value: null, isSensitive: true, source: 'dynamic-broker' })
    expect(JSON.stringify(config)).not.toMatch(/swordfish|trout/)
  })

  it('show the name of a config that nobody here knows, and not its value', () => {
    const { brokerConfig } = world({ settings: [[brokerResource(1), 'plugin.secret', 'trout']] })
    expect(brokerConfig('plugin.secret')).toMatchObject({ value: null, isSensitive: true })
  })

  it('show what is set for one listener, with what stands behind it', () => {
    const limit = 'listener.name.internal.max.connections'
    const login = 'listener.name.internal.plain.sasl.jaas.config'
    const { brokerConfig } = world({
      settings: [[brokerResource(1), limit, '7']],
      file: { 'max.connections': '9', [login]: 'PlainLoginModule required;' },
    })
    expect(brokerConfig(limit)).toMatchObject({
      value: '7',
      type: 'int',
      synonyms: [
        { name: limit, value: '7', source: 'dynamic-broker' },
        { name: 'max.connections', value: '9', source: 'static-broker' },
        { name: 'max.connections', source: 'default' },
      ],
    })
    expect(brokerConfig(login)).toMatchObject({ value: null, isSensitive: true, source: 'static-broker' })
  })

  it('for all brokers are only those that were set', () => {
    const { image } = world({ settings: [[brokerResource(null), 'log.retention.ms', '200']] })
    expect(describeBrokerDefaults(image)).toMatchObject([
      { name: 'log.retention.ms', value: '200', source: 'dynamic-default-broker' },
    ])
  })
})

describe('checking a value', () => {
  const problem = (name: string, value: string) => {
    const definition = topicConfigs.get(name) ?? brokerConfigs.get(name)
    return definition === undefined ? 'no such config' : configProblem(definition, value)
  }

  it.each([
    ['retention.ms', '9223372036854775807', null],
    [
      'retention.ms',
      '9223372036854775808',
      'Invalid value 9223372036854775808 for configuration retention.ms: Not a number of type LONG',
    ],
    ['retention.ms', '1.5', 'Invalid value 1.5 for configuration retention.ms: Not a number of type LONG'],
    ['retention.ms', '', 'Invalid value  for configuration retention.ms: Not a number of type LONG'],
    [
      'segment.bytes',
      '2147483648',
      'Invalid value 2147483648 for configuration segment.bytes: Not a number of type INT',
    ],
    ['segment.bytes', '1024', 'Invalid value 1024 for configuration segment.bytes: Value must be at least 1048576'],
    [
      'min.cleanable.dirty.ratio',
      '1.5',
      'Invalid value 1.5 for configuration min.cleanable.dirty.ratio: Value must be no more than 1',
    ],
    ['min.cleanable.dirty.ratio', ' 0.5 ', null],
    ['compression.gzip.level', '-1', null],
    [
      'compression.gzip.level',
      '0',
      'Invalid value 0 for configuration compression.gzip.level: Value must be between 1 and 9 or equal to -1',
    ],
    ['preallocate', 'TRUE', null],
    [
      'preallocate',
      'yes',
      'Invalid value yes for configuration preallocate: Expected value to be either true or false',
    ],
    ['cleanup.policy', '', null],
    ['cleanup.policy', 'delete,delete', "Configuration 'cleanup.policy' values must not be duplicated."],
    ['cleanup.policy', 'delete,', "Configuration 'cleanup.policy' values must not be empty."],
    ['listeners', '', "Configuration 'listeners' must not be empty. Valid values include: any non-empty value"],
  ])('%s = %j', (name, value, expected) => {
    expect(problem(name, value)).toBe(expected)
  })

  it('never fails on any text', () => {
    fc.assert(
      fc.property(fc.constantFrom(...definitions), fc.string(), (definition, value) => {
        const found = configProblem(definition, value)
        expect(found === null || found.includes(definition.name)).toBe(true)
      }),
    )
  })
})
