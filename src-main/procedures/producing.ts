import type { ProduceInput } from '../api/producing.ts'
import { bytesOf } from '../decoding/content.ts'
import { produceRecord } from '../kafka/produce.ts'
import { api } from './implementer.ts'
import { ProblemError } from './problem-error.ts'

const acksOnWire = { all: -1, leader: 1, none: 0 } as const

export const producing = {
  produce: api.producing.produce.handler(async ({ context, input }) => {
    const cluster = context.clusters.get(input.clusterId)
    const { topic, partition, compression } = input
    if (partition !== null) {
      const { partitions } = await cluster.topic(topic)
      if (partition >= partitions.length) throw noSuchPartition(input, partitions.length)
    }
    return produceRecord(cluster, {
      topic,
      partition,
      key: bytesOf(input.key),
      value: bytesOf(input.value),
      headers: input.headers.map(({ key, value }) => ({ key, value: bytesOf(value) })),
      timestamp: input.timestamp ?? BigInt(Date.now()),
      codec: compression,
      acks: acksOnWire[input.acks],
    })
  }),
}

function noSuchPartition({ topic, partition }: ProduceInput, partitionCount: number): ProblemError {
  const has = partitionCount === 1 ? 'one partition, 0' : `${partitionCount} partitions, 0 to ${partitionCount - 1}`
  return new ProblemError('REJECTED', {
    what: 'The message was not written.',
    why: `Topic ${topic} has no partition ${partition}: it has ${has}.`,
    remedy: 'Choose one of them, or leave the choice to the key.',
  })
}
