import { createRequire } from 'node:module'
import { describe, expect, test } from 'vitest'
import { apis } from '../../../broker/protocol/api-registry.ts'
import { readRequestFrame } from '../../../broker/protocol/request-frame.ts'
import { encodeResponse } from '../../../broker/protocol/response-frame.ts'
import { readMessage } from '../../../broker/schema/message.ts'

/*
 * kafkajs has codecs of its own, written by other people from the protocol's documentation. Where both agree on the
 * bytes, neither misread it.
 */
type KafkajsRequest = (values: object) => object
type EncodeFrame = (frame: { correlationId: number; clientId: string; request: object }) => Promise<{ buffer: Buffer }>
interface KafkajsResponse {
  decode: (raw: Buffer) => Promise<unknown>
}

/** Path in kafkajs, API and version as we name them, what kafkajs is given, and what it is to us. */
type Row = [path: string, name: string, values: object, expected: object]

const require = createRequire(import.meta.url)
const encodeFrame = require('kafkajs/src/protocol/request.js') as EncodeFrame

async function throughKafkajs(path: string, values: object): Promise<{ name: string; value: unknown; rest: number }> {
  const makeRequest = require(`kafkajs/src/protocol/requests/${path}/request.js`) as KafkajsRequest
  const { buffer } = await encodeFrame({ correlationId: 5, clientId: 'kafkajs', request: makeRequest(values) })
  expect(buffer.readInt32BE(0)).toBe(buffer.length - 4)
  const frame = readRequestFrame(buffer.subarray(4))
  expect(frame).toMatchObject({ correlationId: 5, clientId: 'kafkajs' })
  if (!frame.api) throw new Error(`no API ${frame.apiKey}`)
  const value = readMessage(frame.api.request, frame.apiVersion, frame.body)
  return { name: `${frame.api.name} v${frame.apiVersion}`, value, rest: frame.body.remaining }
}

describe('requests that kafkajs writes', () => {
  test.each([
    [
      'fetch/v11',
      'Fetch v11',
      {
        replicaId: -1,
        maxWaitTime: 500,
        minBytes: 1,
        maxBytes: 1024,
        isolationLevel: 1,
        topics: [{ topic: 't', partitions: [{ partition: 3, fetchOffset: '7', maxBytes: 99 }] }],
        rackId: 'r',
      },
      {
        maxWaitMs: 500,
        minBytes: 1,
        maxBytes: 1024,
        isolationLevel: 1,
        sessionEpoch: -1,
        topics: [{ topic: 't', partitions: [{ partition: 3, fetchOffset: 7n, partitionMaxBytes: 99 }] }],
        rackId: 'r',
      },
    ],
    ['metadata/v6', 'Metadata v6', { topics: ['a', 'b'] }, { topics: [{ name: 'a' }, { name: 'b' }] }],
    [
      'joinGroup/v5',
      'JoinGroup v5',
      {
        groupId: 'g',
        sessionTimeout: 1,
        rebalanceTimeout: 2,
        memberId: 'm',
        protocolType: 'consumer',
        groupProtocols: [{ name: 'RoundRobin', metadata: Buffer.from('x') }],
      },
      {
        groupId: 'g',
        sessionTimeoutMs: 1,
        rebalanceTimeoutMs: 2,
        memberId: 'm',
        groupInstanceId: null,
        protocolType: 'consumer',
        protocols: [{ name: 'RoundRobin', metadata: Buffer.from('x') }],
      },
    ],
    [
      'offsetCommit/v5',
      'OffsetCommit v5',
      {
        groupId: 'g',
        groupGenerationId: 4,
        memberId: 'm',
        topics: [{ topic: 't', partitions: [{ partition: 0, offset: '9007199254740993' }] }],
      },
      {
        groupId: 'g',
        generationIdOrMemberEpoch: 4,
        memberId: 'm',
        topics: [
          {
            name: 't',
            partitions: [{ partitionIndex: 0, committedOffset: 9007199254740993n, committedMetadata: null }],
          },
        ],
      },
    ],
    [
      'leaveGroup/v3',
      'LeaveGroup v3',
      { groupId: 'g', members: [{ memberId: 'm', groupInstanceId: 'i' }] },
      { groupId: 'g', members: [{ memberId: 'm', groupInstanceId: 'i' }] },
    ],
    [
      'createTopics/v3',
      'CreateTopics v3',
      {
        topics: [
          {
            topic: 't',
            numPartitions: 3,
            replicationFactor: 1,
            configEntries: [{ name: 'cleanup.policy', value: 'compact' }],
          },
        ],
        timeout: 100,
        validateOnly: true,
      },
      {
        topics: [
          {
            name: 't',
            numPartitions: 3,
            replicationFactor: 1,
            assignments: [],
            configs: [{ name: 'cleanup.policy', value: 'compact' }],
          },
        ],
        timeoutMs: 100,
        validateOnly: true,
      },
    ],
    [
      'listOffsets/v3',
      'ListOffsets v3',
      {
        replicaId: -1,
        isolationLevel: 0,
        topics: [{ topic: 't', partitions: [{ partition: 1, timestamp: -2 }] }],
      },
      {
        replicaId: -1,
        isolationLevel: 0,
        topics: [{ name: 't', partitions: [{ partitionIndex: 1, timestamp: -2n }] }],
      },
    ],
  ] as Row[])('%s', async (path, ...row) => {
    const [name, values, expected] = row
    const read = await throughKafkajs(path, values)
    expect(read).toMatchObject({ name, value: expected, rest: 0 })
  })
})

describe('responses that kafkajs reads', () => {
  test.each([
    [
      'metadata/v6',
      {
        brokers: [{ nodeId: 1, host: 'localhost', port: 9092, rack: null }],
        clusterId: 'c',
        controllerId: 1,
        topics: [
          {
            errorCode: 0,
            name: 't',
            isInternal: false,
            partitions: [
              { errorCode: 0, partitionIndex: 2, leaderId: 1, replicaNodes: [1], isrNodes: [1], offlineReplicas: [] },
            ],
          },
        ],
      },
      {
        brokers: [{ nodeId: 1, host: 'localhost', port: 9092 }],
        clusterId: 'c',
        topicMetadata: [{ topic: 't', partitionMetadata: [{ partitionId: 2, leader: 1, isr: [1] }] }],
      },
    ],
    [
      'produce/v7',
      {
        responses: [
          { name: 't', partitionResponses: [{ index: 1, errorCode: 0, baseOffset: 12n, logStartOffset: 3n }] },
        ],
      },
      {
        topics: [
          { topicName: 't', partitions: [{ partition: 1, errorCode: 0, baseOffset: '12', logStartOffset: '3' }] },
        ],
      },
    ],
    [
      'offsetFetch/v4',
      {
        errorCode: 0,
        topics: [{ name: 't', partitions: [{ partitionIndex: 1, committedOffset: 12n, metadata: 'm', errorCode: 0 }] }],
      },
      { responses: [{ topic: 't', partitions: [{ partition: 1, offset: '12', metadata: 'm', errorCode: 0 }] }] },
    ],
    [
      'apiVersions/v2',
      { errorCode: 0, apiKeys: [{ apiKey: 1, minVersion: 4, maxVersion: 18 }] },
      { apiVersions: [{ apiKey: 1, minVersion: 4, maxVersion: 18 }] },
    ],
  ])('%s', async (path, value, expected) => {
    const [name = '', version = ''] = path.split('/v')
    const api = apis.find((each) => each.name.toLowerCase() === name.toLowerCase())
    if (!api) throw new Error(`no API ${name}`)
    const chunks = encodeResponse(api, { version: Number(version), correlationId: 1, value })
    const { decode } = require(`kafkajs/src/protocol/requests/${path}/response.js`) as KafkajsResponse
    expect(await decode(Buffer.concat(chunks).subarray(8))).toMatchObject(expected)
  })
})
