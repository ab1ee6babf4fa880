import { expect, test } from 'vitest'
import type { LogConfig } from '../../broker/log/log-config.ts'
import { brokerConfigs } from '../../broker/metadata/configs/broker-configs.ts'
import { topicConfigs } from '../../broker/metadata/configs/topic-configs.ts'
import { incrementalAlterConfigs } from '../../broker/protocol/messages/incremental-alter-configs.ts'
import { SimulatedBroker } from '../simulation/simulated-broker.ts'
import { clientOf } from '../simulation/simulated-client.ts'
import { createTopic } from '../support/kafka-requests.ts'
import { memoryEnvironment } from '../support/memory-environment.ts'
import { honouredTopicConfigs } from '../support/topic-configs-page.ts'

/** A value that is nobody's default, and how the log is to see it. What the log does then is shown by its own tests. */
const changes: Readonly<Record<string, readonly [value: string, seen: Partial<LogConfig>]>> = {
  'cleanup.policy': ['compact', { cleanupPolicy: { compact: true, delete: false } }],
  'compression.gzip.level': ['4', { compressionLevels: { gzip: 4, zstd: 3 } }],
  'compression.type': ['zstd', { compressionType: 'zstd' }],
  'compression.zstd.level': ['7', { compressionLevels: { gzip: -1, zstd: 7 } }],
  'delete.retention.ms': ['71', { deleteRetentionMs: 71 }],
  'file.delete.delay.ms': ['72', { fileDeleteDelayMs: 72 }],
  'flush.messages': ['73', { flushMessages: 73 }],
  'flush.ms': ['74', { flushMs: 74 }],
  'index.interval.bytes': ['75', { indexIntervalBytes: 75 }],
  'max.compaction.lag.ms': ['76', { maxCompactionLagMs: 76 }],
  'max.message.bytes': ['77', { maxMessageBytes: 77 }],
  'message.timestamp.after.max.ms': ['78', { messageTimestampAfterMaxMs: 78 }],
  'message.timestamp.before.max.ms': ['79', { messageTimestampBeforeMaxMs: 79 }],
  'message.timestamp.type': ['LogAppendTime', { messageTimestampType: 'LogAppendTime' }],
  'min.cleanable.dirty.ratio': ['0.125', { minCleanableDirtyRatio: 0.125 }],
  'min.compaction.lag.ms': ['80', { minCompactionLagMs: 80 }],
  preallocate: ['true', { preallocate: true }],
  'retention.bytes': ['81', { retentionBytes: 81 }],
  'retention.ms': ['82', { retentionMs: 82 }],
  'segment.bytes': ['3145728', { segmentBytes: 1500 }],
  'segment.index.bytes': ['84', { segmentIndexBytes: 84 }],
  'segment.jitter.ms': ['85', { segmentJitterMs: 85 }],
  'segment.ms': ['86', { segmentMs: 86 }],
}

const resourceTypes = { topic: 2, broker: 4 } as const

/** Sets the config, or takes it back where the value is null, and waits until the broker has answered. */
async function alter(
  broker: SimulatedBroker,
  resource: { readonly type: keyof typeof resourceTypes; readonly name: string },
  [name, value]: readonly [string, string | null],
): Promise<void> {
  const configs = [{ name, configOperation: value === null ? 1 : 0, value }]
  const resources = [{ resourceType: resourceTypes[resource.type], resourceName: resource.name, configs }]
  const { responses } = await clientOf(broker).request(incrementalAlterConfigs, 1, { resources, validateOnly: false })
  expect(responses).toMatchObject([{ errorCode: 0 }])
}

test('each topic config that the docs call honoured reaches the log at once: by topic and by broker default', async () => {
  const broker = await SimulatedBroker.start(memoryEnvironment(), () => {})
  await createTopic(clientOf(broker), 'orders')
  const seen = () => broker.partitions.get('orders', 0)?.log.config
  const before = seen()
  expect(Object.keys(changes)).toEqual(honouredTopicConfigs)
  const topic = { type: 'topic', name: 'orders' } as const
  const places = [{ type: 'broker', name: '' } as const, { type: 'broker', name: '1' } as const]
  for (const [name, [value, expected]] of Object.entries(changes)) {
    await alter(broker, topic, [name, value])
    expect(seen(), name).toEqual({ ...before, ...expected })
    await alter(broker, topic, [name, null])
    expect(seen(), name).toEqual(before)
    const [synonym] = topicConfigs.get(name)?.synonyms ?? []
    const isLive = synonym !== undefined && brokerConfigs.get(synonym.name)?.updateMode === 'cluster-wide'
    expect([name, isLive]).toEqual([name, true])
    for (const place of places) {
      await alter(broker, place, [synonym?.name ?? '', value])
      expect(seen(), `${synonym?.name} of broker '${place.name}'`).toEqual({ ...before, ...expected })
      await alter(broker, place, [synonym?.name ?? '', null])
      expect(seen(), name).toEqual(before)
    }
  }
  await broker.stop()
})
