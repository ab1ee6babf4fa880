import { isContractProcedure } from '@orpc/contract'
import { contract } from '../../src-main/api/contract.ts'
import { text, wholeTopic } from './console-acts.ts'
import type { ConsoleCalls } from './console-client.ts'

/** Every procedure of the contract, as `area.name`. */
export const allProcedures: readonly string[] = [...proceduresOf(contract)]

function* proceduresOf(router: object, above = ''): Generator<string> {
  for (const [name, found] of Object.entries(router) as [string, object][]) {
    if (isContractProcedure(found)) yield `${above}${name}`
    else yield* proceduresOf(found, `${above}${name}.`)
  }
}

interface Asking {
  readonly calls: ConsoleCalls
  readonly clusterId: string
  /** Left out where nothing is typed. */
  readonly confirmedName?: string
}

type Ask = (asking: Asking) => Promise<unknown>

export const acl = {
  resourceType: 'topic',
  resourceName: 'orders',
  patternType: 'literal',
  principal: 'User:ada',
  host: '*',
  operation: 'read',
  permission: 'deny',
} as const

const purges = [{ partition: 0, beforeOffset: 1n }]
const scope = [{ topic: 'orders', partitions: null }]
const mechanisms = ['SCRAM-SHA-256'] as const
const place = { topic: 'orders', groupId: 'billing' }

/** What changes a cluster, each asked for with input that the contract takes. */
export const changesOfClusters: Readonly<Record<string, Ask>> = {
  'brokers.changeConfig': ({ calls, ...on }) =>
    calls.brokers.changeConfig({ ...on, nodeId: 1, name: 'log.retention.ms', value: '1' }),
  'topics.create': ({ calls, clusterId }) =>
    calls.topics.create({ clusterId, name: 'new', partitionCount: 1, replicationFactor: -1, configs: [] }),
  'topics.clone': ({ calls, clusterId }) =>
    calls.topics.clone({ clusterId, topic: 'orders', newName: 'other', partitionCount: null }),
  'topics.delete': ({ calls, clusterId, confirmedName = '' }) =>
    calls.topics.delete({ clusterId, topic: 'orders', confirmedName }),
  'topics.recreate': ({ calls, ...on }) => calls.topics.recreate({ ...on, topic: 'orders' }),
  'topics.purge': ({ calls, ...on }) => calls.topics.purge({ ...on, topic: 'orders', purges }),
  'topics.addPartitions': ({ calls, ...on }) =>
    calls.topics.addPartitions({ ...on, topic: 'orders', totalPartitionCount: 5 }),
  'topics.changeConfig': ({ calls, ...on }) =>
    calls.topics.changeConfig({ ...on, topic: 'orders', name: 'retention.ms', value: '1' }),
  'groups.applyReset': ({ calls, ...on }) =>
    calls.groups.applyReset({
      ...on,
      groupId: 'billing',
      strategy: { to: 'latest' },
      offsets: [{ topic: 'orders', partition: 0, offset: 5n }],
    }),
  'groups.undoReset': ({ calls, ...on }) => calls.groups.undoReset({ ...on, groupId: 'billing', snapshotId: 's' }),
  'groups.deleteOffsets': ({ calls, ...on }) => calls.groups.deleteOffsets({ ...on, groupId: 'billing', scope }),
  'groups.delete': ({ calls, ...on }) => calls.groups.delete({ ...on, groupId: 'billing' }),
  'access.createAcls': ({ calls, ...on }) => calls.access.createAcls({ ...on, bindings: [acl] }),
  'access.deleteAcls': ({ calls, ...on }) => calls.access.deleteAcls({ ...on, bindings: [acl] }),
  'access.setPassword': ({ calls, ...on }) =>
    calls.access.setPassword({
      ...on,
      user: 'ada',
      password: 'secret',
      mechanisms: [...mechanisms],
      iterations: 4096,
    }),
  'access.deleteUser': ({ calls, ...on }) =>
    calls.access.deleteUser({ ...on, user: 'ada', mechanisms: [...mechanisms] }),
  'access.changeQuota': ({ calls, ...on }) =>
    calls.access.changeQuota({ ...on, entity: { user: 'ada' }, limits: [{ key: 'producer_byte_rate', value: null }] }),
  'reassignments.start': ({ calls, ...on }) =>
    calls.reassignments.start({
      ...on,
      topic: 'orders',
      assignments: [{ partition: 0, replicas: [2] }],
      bytesPerSecond: null,
    }),
  'reassignments.cancel': ({ calls, clusterId }) =>
    calls.reassignments.cancel({ clusterId, topic: 'orders', partitions: [0] }),
  'reassignments.changeThrottle': ({ calls, clusterId }) =>
    calls.reassignments.changeThrottle({ clusterId, bytesPerSecond: 1000n }),
  'reassignments.removeThrottle': ({ calls, clusterId }) => calls.reassignments.removeThrottle({ clusterId }),
  'transactions.abort': ({ calls, ...on }) =>
    calls.transactions.abort({ ...on, topic: 'orders', partition: 0, openSinceOffset: 0n }),
  'producing.produce': ({ calls, clusterId }) =>
    calls.producing.produce({
      clusterId,
      topic: place.topic,
      partition: null,
      key: { kind: 'null' },
      value: text('x'),
      headers: [],
      timestamp: null,
      compression: 'none',
      acks: 'all',
    }),
  'producing.resend': ({ calls, clusterId }) =>
    calls.producing.resend({
      clusterId,
      topic: 'copies',
      from: { ...place, clusterId, partition: 0, offset: 0n },
      keepsTimestamp: false,
    }),
  'transfers.produceMany': ({ calls, clusterId }) =>
    calls.transfers.produceMany({
      clusterId,
      topic: place.topic,
      source: { kind: 'generator', template: { key: null, value: null, headers: [] }, count: 1, seed: null },
      partitioning: 'key',
      keepsTimestamps: false,
      compression: 'none',
      ratePerSecond: null,
      onError: 'stop',
    }),
  'redrives.run': ({ calls, clusterId }) =>
    calls.redrives.run({
      source: { ...wholeTopic, clusterId, topic: 'dead-letters' },
      targetClusterId: clusterId,
      target: { from: 'name', topic: place.topic },
      headers: [],
      partitioning: 'key',
      keepsTimestamps: false,
      compression: 'none',
      ratePerSecond: null,
    }),
}
