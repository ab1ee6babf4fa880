import { expect, test } from 'vitest'
import { clientMetricsProblem } from '../../../../broker/metadata/configs/client-metrics-configs.ts'
import {
  consumerGroupSettings,
  describeGroupConfigs,
  groupConfigsProblem,
} from '../../../../broker/metadata/configs/group-settings.ts'
import { brokerResource, groupResource } from '../../../../broker/metadata/image/config-resource.ts'
import { clusterImage } from '../../../support/test-cluster.ts'

const node = { nodeId: 1, staticConfigs: new Map([['group.consumer.heartbeat.interval.ms', '6000']]) }
const billing = groupResource('billing')
const image = clusterImage({
  configs: [
    { resource: billing, name: 'consumer.session.timeout.ms', value: '50000' },
    { resource: billing, name: 'consumer.assignment.interval.ms', value: '99999' },
    { resource: brokerResource(null), name: 'group.consumer.assignment.interval.ms', value: '2000' },
  ],
})

test('a group is what it was configured with, within the limits, and otherwise what the broker says', () => {
  expect(consumerGroupSettings(image, 'billing', node)).toEqual({
    sessionTimeoutMs: 50_000,
    heartbeatIntervalMs: 6_000,
    assignmentIntervalMs: 15_000,
  })
  expect(consumerGroupSettings(image, 'shipping', node)).toEqual({
    sessionTimeoutMs: 45_000,
    heartbeatIntervalMs: 6_000,
    assignmentIntervalMs: 2_000,
  })
})

test('each value tells where it comes from', () => {
  const described = new Map(describeGroupConfigs(image, 'billing', node).map((config) => [config.name, config]))
  expect(described.get('consumer.session.timeout.ms')).toMatchObject({
    value: '50000',
    source: 'dynamic-group',
    synonyms: [
      { name: 'consumer.session.timeout.ms', value: '50000', source: 'dynamic-group' },
      { name: 'group.consumer.session.timeout.ms', value: '45000', source: 'default' },
    ],
  })
  expect(described.get('consumer.heartbeat.interval.ms')).toMatchObject({ value: '6000', source: 'static-broker' })
  expect(described.get('share.auto.offset.reset')).toMatchObject({ value: 'latest', source: 'default' })
})

test.each([
  [{ 'consumer.session.timeout.ms': '60000' }, null],
  [{ 'consumer.session.timeout.ms': '60001' }, /less than or equal to group.consumer.max.session.timeout.ms/],
  [{ 'consumer.heartbeat.interval.ms': '4999' }, /greater than or equal to group.consumer.min.heartbeat.interval.ms/],
  [{ 'consumer.session.timeout.ms': 'long' }, /Not a number of type INT/],
  [{ 'streams.num.standby.replicas': '3' }, /less than or equal to group.streams.max.standby.replicas/],
  [{ 'share.isolation.level': 'none' }, /must be one of: read_committed, read_uncommitted/],
  [{ 'share.auto.offset.reset': 'by_duration:PT1H30M' }, null],
  [{ 'share.auto.offset.reset': 'by_duration:1h' }, /Invalid value by_duration:1h/],
  [{ 'retention.ms': '1' }, /Unknown group config name: retention.ms/],
])('%j', (values, problem) => {
  const told = groupConfigsProblem(image, new Map(Object.entries(values)), node)
  if (problem === null) expect(told).toBeNull()
  else expect(told).toMatch(problem)
})

test.each([
  [{ 'interval.ms': '1000', metrics: 'org.apache.kafka.consumer.', match: 'client_id=app.*' }, null],
  [{ 'interval.ms': '99' }, /between 100 and 3600000/],
  [{ match: 'colour=red' }, /Illegal client matching pattern: colour=red/],
  [{ match: 'client_id=(' }, /Illegal client matching pattern/],
  [{ level: 'high' }, /Unknown client metrics configuration: level/],
])('client metrics %j', (values, problem) => {
  const told = clientMetricsProblem(new Map(Object.entries(values)))?.message ?? null
  if (problem === null) expect(told).toBeNull()
  else expect(told).toMatch(problem)
})
