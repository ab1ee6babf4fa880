import { describe, expect, it } from 'vitest'
import { UnsupportedFeatureError } from '../../../../broker/metadata/features.ts'
import { configResourceTypes, topicResource } from '../../../../broker/metadata/image/config-resource.ts'
import { imageRecords } from '../../../../broker/metadata/image/image-records.ts'
import { InconsistentMetadataError } from '../../../../broker/metadata/image/inconsistent-metadata-error.ts'
import { MetadataImage } from '../../../../broker/metadata/image/metadata-image.ts'
import type { NewMetadataRecord } from '../../../../broker/metadata/records/metadata-records.ts'
import { replayed } from '../../../support/test-cluster.ts'
import { contentsOf } from '../../../support/test-metadata.ts'

const id = 'xBnNNBwbRFyp6XX5LFsikA'
const directory = 'VQHqWbXsR_WL5B2bWqpb1Q'

const features: NewMetadataRecord[] = [
  { type: 'FeatureLevel', version: 0, value: { name: 'metadata.version', featureLevel: 30 } },
  { type: 'FeatureLevel', version: 0, value: { name: 'group.version', featureLevel: 1 } },
]

function topicRecords(name: string, topicId = id, partitions = 2): NewMetadataRecord[] {
  return [
    { type: 'Topic', version: 0, value: { name, topicId } },
    ...Array.from({ length: partitions }, (_, partitionId): NewMetadataRecord => ({
      type: 'Partition',
      version: 2,
      value: {
        partitionId,
        topicId,
        replicas: [1],
        isr: [1],
        removingReplicas: [],
        addingReplicas: [],
        leader: 1,
        leaderEpoch: 0,
        partitionEpoch: 0,
        directories: [directory],
      },
    })),
  ]
}

function config(resourceName: string, name: string, value: string | null): NewMetadataRecord {
  return { type: 'Config', version: 0, value: { resourceType: configResourceTypes.topic, resourceName, name, value } }
}

describe('the metadata image', () => {
  it('raises the partition epoch with every change, and the leader epoch with every leader', () => {
    const { after } = replayed(MetadataImage.empty, [
      ...features,
      ...topicRecords('orders'),
      { type: 'PartitionChange', version: 2, value: { partitionId: 0, topicId: id, isr: [] } },
      { type: 'PartitionChange', version: 2, value: { partitionId: 0, topicId: id, leader: 1 } },
      { type: 'PartitionChange', version: 2, value: { partitionId: 1, topicId: id, leader: -1 } },
    ])
    expect(after.partition('orders', 0)).toMatchObject({ isr: [], leader: 1, leaderEpoch: 1, partitionEpoch: 2 })
    expect(after.partition('orders', 1)).toMatchObject({ isr: [1], leader: -1, leaderEpoch: 1, partitionEpoch: 1 })
  })

  it('forgets a topic with its configs', () => {
    const { after: before } = replayed(MetadataImage.empty, [
      ...features,
      ...topicRecords('orders'),
      config('orders', 'retention.ms', '5'),
    ])
    const delta = replayed(before, [{ type: 'RemoveTopic', version: 0, value: { topicId: id } }])
    expect(delta.after.topic('orders')).toBeUndefined()
    expect(delta.after.topicById(id)).toBeUndefined()
    expect(delta.after.configs.size).toBe(0)
    expect(delta).toMatchObject({ deletedTopics: [before.topic('orders')], changedConfigs: [], createdTopics: [] })
    expect(before.configsOf(topicResource('orders')).get('retention.ms')).toBe('5')
  })

  it('tells a topic that was made anew from the one that it replaces', () => {
    const { after: before } = replayed(MetadataImage.empty, [...features, ...topicRecords('orders')])
    const other = 'GCWN5Qx8RRO2VtaAA9SgTQ'
    const delta = replayed(before, [
      { type: 'RemoveTopic', version: 0, value: { topicId: id } },
      ...topicRecords('orders', other, 1),
      config('orders', 'retention.ms', '5'),
    ])
    expect(delta.deletedTopics.map((topic) => topic.id)).toEqual([id])
    expect(delta.createdTopics.map((topic) => topic.id)).toEqual([other])
    expect(delta.changedConfigs).toEqual([topicResource('orders')])
    expect(delta.after.topic('orders')?.partitions).toHaveLength(1)
  })

  it('says nothing of a topic that came and went within one batch', () => {
    const { after: before } = replayed(MetadataImage.empty, features)
    const delta = replayed(before, [
      ...topicRecords('brief'),
      { type: 'RemoveTopic', version: 0, value: { topicId: id } },
    ])
    expect(delta).toMatchObject({ createdTopics: [], deletedTopics: [], changedTopics: [] })
  })

  it('shares what has not changed', () => {
    const { after: before } = replayed(MetadataImage.empty, [...features, ...topicRecords('orders')])
    const { after } = replayed(before, [
      { type: 'ProducerIds', version: 0, value: { brokerId: 1, nextProducerId: 5n } },
    ])
    expect(after.topicsByName).toBe(before.topicsByName)
    expect(after.configs).toBe(before.configs)
    expect(after.security).toBe(before.security)
    expect(after.nextProducerId).toBe(5n)
  })

  it('comes back from its own records, whatever is in it', () => {
    const { after } = replayed(MetadataImage.empty, everything())
    const again = replayed(MetadataImage.empty, [...imageRecords(after)])
    expect(contentsOf(again.after)).toEqual(contentsOf(after))
    expect(after.security.scramCredentials.size).toBe(1)
    expect(after.security.clientQuotas.size).toBe(1)
  })

  it('writes its records in the versions of an old level', () => {
    const { after } = replayed(MetadataImage.empty, [
      { type: 'FeatureLevel', version: 0, value: { name: 'metadata.version', featureLevel: 7 } },
      ...everything()
        .slice(2)
        .filter(({ type }) => type !== 'RegisterController'),
    ])
    const records = [...imageRecords(after)]
    const versions = records.map(({ type, version }) => `${type} ${version}`)
    expect(versions).toContain('Partition 0')
    expect(versions).toContain('RegisterBroker 1')
    const again = replayed(MetadataImage.empty, records)
    expect(again.after.topic('orders')?.partitions[0]).toMatchObject({ replicas: [1], leader: 1 })
  })

  it('removes quotas whatever the order of the entity is in', () => {
    const entity = [
      { entityType: 'user', entityName: 'alice' },
      { entityType: 'client-id', entityName: null },
    ]
    const key = 'producer_byte_rate'
    const { after } = replayed(MetadataImage.empty, [
      { type: 'ClientQuota', version: 0, value: { entity, key, value: 1, remove: false } },
      { type: 'ClientQuota', version: 0, value: { entity: entity.toReversed(), key, value: 0, remove: true } },
    ])
    expect(after.security.clientQuotas.size).toBe(0)
  })

  it.each([
    [
      'a change of a partition that is not there',
      { type: 'PartitionChange', version: 0, value: { partitionId: 0, topicId: id } },
    ],
    ['the removal of a topic that is not there', { type: 'RemoveTopic', version: 0, value: { topicId: id } }],
    [
      'a change of a broker that is not registered',
      { type: 'BrokerRegistrationChange', version: 0, value: { brokerId: 7, brokerEpoch: 1n, fenced: 1 } },
    ],
  ] as [string, NewMetadataRecord][])('refuses %s', (_, record) => {
    expect(() => replayed(MetadataImage.empty, [record])).toThrow(InconsistentMetadataError)
  })

  it('refuses a topic with a gap between its partitions', () => {
    const records = topicRecords('orders').filter(({ value }) => !('partitionId' in value) || value.partitionId !== 0)
    expect(() => replayed(MetadataImage.empty, records)).toThrow('topic orders has no partition 0, but one behind it')
  })

  it('refuses features from the future', () => {
    const level = (name: string, featureLevel: number): NewMetadataRecord[] => [
      { type: 'FeatureLevel', version: 0, value: { name, featureLevel } },
    ]
    expect(() => replayed(MetadataImage.empty, level('metadata.version', 34))).toThrow(
      new UnsupportedFeatureError('metadata.version is at level 34, but only levels 7 to 33 can be read here'),
    )
    expect(() => replayed(MetadataImage.empty, level('teleport.version', 1))).toThrow(UnsupportedFeatureError)
    expect(replayed(MetadataImage.empty, level('teleport.version', 0)).after.features.size).toBe(0)
  })
})

function everything(): NewMetadataRecord[] {
  const endPoints = [{ name: 'PLAINTEXT', host: 'localhost', port: 9092, securityProtocol: 0 }]
  const feature = { name: 'group.version', minSupportedVersion: 0, maxSupportedVersion: 1 }
  const bytes = Buffer.from('secret')
  return [
    ...features,
    {
      type: 'RegisterBroker',
      version: 1,
      value: { brokerId: 1, incarnationId: id, brokerEpoch: 5n, endPoints, features: [feature], rack: 'r1' },
    },
    { type: 'BrokerRegistrationChange', version: 0, value: { brokerId: 1, brokerEpoch: 5n, fenced: -1 } },
    {
      type: 'RegisterController',
      version: 0,
      value: { controllerId: 1, incarnationId: id, zkMigrationReady: false, endPoints, features: [feature] },
    },
    ...topicRecords('orders'),
    {
      type: 'PartitionChange',
      version: 2,
      value: { partitionId: 1, topicId: id, isr: [], leader: -1, eligibleLeaderReplicas: [1], lastKnownElr: [1] },
    },
    config('orders', 'retention.ms', '5'),
    config('orders', 'segment.ms', '6'),
    config('orders', 'segment.ms', null),
    { type: 'ProducerIds', version: 0, value: { brokerId: 1, brokerEpoch: 5n, nextProducerId: 3000n } },
    {
      type: 'ClientQuota',
      version: 0,
      value: {
        entity: [{ entityType: 'user', entityName: null }],
        key: 'request_percentage',
        value: 0.5,
        remove: false,
      },
    },
    {
      type: 'AccessControlEntry',
      version: 0,
      value: {
        id,
        resourceType: 2,
        resourceName: '*',
        patternType: 3,
        principal: 'User:alice',
        host: '*',
        operation: 3,
        permissionType: 3,
      },
    },
    {
      type: 'UserScramCredential',
      version: 0,
      value: { name: 'alice', mechanism: 1, salt: bytes, storedKey: bytes, serverKey: bytes, iterations: 4096 },
    },
    {
      type: 'DelegationToken',
      version: 0,
      value: {
        owner: 'User:alice',
        requester: 'User:alice',
        renewers: [],
        issueTimestamp: 1n,
        maxTimestamp: 2n,
        expirationTimestamp: 3n,
        tokenId: 't',
      },
    },
    { type: 'NoOp', version: 0, value: {} },
    { type: 'ZkMigrationState', version: 0, value: { zkMigrationState: 0 } },
  ]
}
