import { describe, expect, it } from 'vitest'
import {
  incrementalAlterConfigs,
  legacyAlterConfigs,
  type ConfigChange,
} from '../../../../broker/metadata/controller/alter-configs.ts'
import {
  brokerResource,
  topicResource,
  type ConfigResource,
} from '../../../../broker/metadata/image/config-resource.ts'
import type { MetadataImage } from '../../../../broker/metadata/image/metadata-image.ts'
import { clusterImage, decisionContext, replayed } from '../../../support/test-cluster.ts'

const orders = topicResource('orders')
const image = clusterImage({
  topics: ['orders'],
  configs: [
    { resource: orders, name: 'retention.ms', value: '5' },
    { resource: orders, name: 'segment.ms', value: '6' },
  ],
})

const set = (name: string, value: string): ConfigChange => ({ name, operation: 'set', value })

function change(resource: ConfigResource, changes: readonly ConfigChange[], before: MetadataImage = image) {
  const command = { resources: [{ resource, changes }], validateOnly: false }
  const { records, result } = incrementalAlterConfigs(before, command, decisionContext(before))
  const [first] = result
  const failure = first?.outcome.ok === false ? first.outcome.failure : null
  return { failure, records, values: Object.fromEntries(replayed(before, records).after.configsOf(resource)) }
}

describe('changing configs one by one', () => {
  it('sets, deletes, and leaves the others', () => {
    expect(change(orders, [set('retention.ms', '7')]).values).toEqual({ 'retention.ms': '7', 'segment.ms': '6' })
    expect(change(orders, [{ name: 'retention.ms', operation: 'delete', value: null }]).values).toEqual({
      'segment.ms': '6',
    })
  })

  it('appends to lists and subtracts from them, from the default on', () => {
    const appended = change(orders, [{ name: 'cleanup.policy', operation: 'append', value: 'compact' }])
    expect(appended.values).toMatchObject({ 'cleanup.policy': 'delete,compact' })
    const subtracted = change(orders, [{ name: 'cleanup.policy', operation: 'subtract', value: 'delete' }])
    expect(subtracted.values).toMatchObject({ 'cleanup.policy': '' })
  })

  it('writes nothing for a value that is there already', () => {
    expect(change(orders, [set('retention.ms', '5')])).toMatchObject({ failure: null, records: [] })
  })

  it('changes nothing when it only validates', () => {
    const command = { resources: [{ resource: orders, changes: [set('retention.ms', '7')] }], validateOnly: true }
    expect(incrementalAlterConfigs(image, command, decisionContext(image))).toMatchObject({
      records: [],
      result: [{ outcome: { ok: true } }],
    })
  })

  it('changes a resource as a whole or not at all, and each by itself', () => {
    const all = brokerResource(null)
    const command = {
      resources: [
        { resource: orders, changes: [set('retention.ms', '7'), set('segment.ms', 'soon')] },
        { resource: all, changes: [set('log.retention.ms', '9')] },
      ],
      validateOnly: false,
    }
    const { records, result } = incrementalAlterConfigs(image, command, decisionContext(image))
    expect(result.map(({ outcome }) => outcome.ok)).toEqual([false, true])
    const { after } = replayed(image, records)
    expect(after.configsOf(orders)).toEqual(image.configsOf(orders))
    expect(after.configsOf(all).get('log.retention.ms')).toBe('9')
  })

  it('clears the eligible leaders of a topic whose minimum changes', () => {
    const elr = clusterImage({ topics: ['orders'], features: { 'eligible.leader.replicas.version': 1 } })
    const { records } = change(orders, [set('min.insync.replicas', '1')], elr)
    expect(records.map(({ type }) => type)).toEqual(['Config', 'ClearElr'])
  })

  it.each<[string, ConfigResource, ConfigChange[], string, string]>([
    [
      'a topic that is not there',
      topicResource('none'),
      [set('retention.ms', '1')],
      'unknown-topic-or-partition',
      "The topic 'none' does not exist.",
    ],
    [
      'a config that does not exist',
      orders,
      [set('retention.years', '1')],
      'invalid-config',
      'Unknown topic config name: retention.years',
    ],
    [
      'a value that is no number',
      orders,
      [set('retention.ms', 'long')],
      'invalid-config',
      'Invalid value long for configuration retention.ms: Not a number of type LONG',
    ],
    [
      'a value that is no choice',
      orders,
      [set('compression.type', 'zip')],
      'invalid-config',
      'Invalid value zip for configuration compression.type: String must be one of: uncompressed, zstd, lz4, snappy, gzip, producer',
    ],
    [
      'a policy that is none',
      orders,
      [set('cleanup.policy', 'delete,burn')],
      'invalid-config',
      'Invalid value burn for configuration cleanup.policy: String must be one of: compact, delete',
    ],
    [
      'lags that contradict',
      orders,
      [set('min.compaction.lag.ms', '9'), set('max.compaction.lag.ms', '8')],
      'invalid-config',
      'conflict topic config setting min.compaction.lag.ms (9) > max.compaction.lag.ms (8)',
    ],
    [
      'tiered storage',
      orders,
      [set('remote.storage.enable', 'true')],
      'invalid-config',
      'Tiered Storage functionality is disabled in the broker. Topic cannot be configured with remote log storage.',
    ],
    [
      'appending to a number',
      orders,
      [{ name: 'retention.ms', operation: 'append', value: '1' }],
      'invalid-config',
      "Can't APPEND to key retention.ms because its type is not LIST.",
    ],
    [
      'a config named twice',
      orders,
      [set('retention.ms', '1'), set('retention.ms', '2')],
      'invalid-request',
      'Error due to duplicate config keys',
    ],
    [
      'setting to nothing',
      orders,
      [{ name: 'retention.ms', operation: 'set', value: null }],
      'invalid-request',
      'Null value not supported for : retention.ms',
    ],
    [
      'a value without end',
      orders,
      [set('cleanup.policy', 'x'.repeat(32768))],
      'invalid-config',
      'The configuration value cannot be added because it exceeds the maximum value size of 32767 bytes.',
    ],
    [
      'a broker that is not there',
      brokerResource(9),
      [set('log.retention.ms', '1')],
      'invalid-request',
      'Unexpected broker id, expected 1, but received 9',
    ],
    [
      'a broker without number',
      { type: 4, name: 'one' },
      [set('log.retention.ms', '1')],
      'invalid-request',
      'Broker id must be an integer, but it is: one',
    ],
    [
      'what needs a restart',
      brokerResource(1),
      [set('log.dirs', '/x')],
      'invalid-request',
      'Cannot update these configs dynamically: [log.dirs]',
    ],
    [
      'listeners for all brokers',
      brokerResource(null),
      [set('listeners', 'PLAINTEXT://:1')],
      'invalid-request',
      'Cannot update these configs at default cluster level, broker id must be specified: [listeners]',
    ],
    [
      'a resource of another kind',
      { type: 99, name: 'x' },
      [set('a', 'b')],
      'invalid-request',
      'Unknown resource type 99',
    ],
  ])('refuses %s', (_, resource, changes, kind, message) => {
    expect(change(resource, changes)).toMatchObject({ failure: { kind, message }, records: [] })
  })

  it('refuses a resource that is named twice', () => {
    const resources = [1, 2].map(() => ({ resource: orders, changes: [set('retention.ms', '7')] }))
    const { records, result } = incrementalAlterConfigs(
      image,
      { resources, validateOnly: false },
      decisionContext(image),
    )
    expect(records).toEqual([])
    expect(result).toHaveLength(2)
    expect(result[0]?.outcome).toMatchObject({ failure: { message: 'Each resource must appear at most once.' } })
  })
})

describe('replacing configs', () => {
  it('drops what is not listed', () => {
    const command = {
      resources: [{ resource: orders, values: [{ name: 'retention.ms', value: '8' }] }],
      validateOnly: false,
    }
    const { records } = legacyAlterConfigs(image, command, decisionContext(image))
    expect(Object.fromEntries(replayed(image, records).after.configsOf(orders))).toEqual({ 'retention.ms': '8' })
  })
})
