import { batchOf } from '../../../support/kafka-requests.ts'
import type { Player } from '../player.ts'
import { makeTopics } from './topics.ts'

/** One for both brokers, and young enough not to be deleted by its age. */
const timestamp = BigInt(Date.now())
const batch = (values: readonly string[], options: object = {}): Buffer => batchOf(values, { timestamp, ...options })

/** Offsets are looked for by time and by epoch, and records before them deleted. */
export async function aboutOffsets(player: Player): Promise<void> {
  for (const later of [0n, 5n, 10n]) player.call(timestamp + later, `time ${later}`)
  await look(player)
  await cut(player)
}

async function look(player: Player): Promise<void> {
  await makeTopics(player, { looked: 2 })
  for (const records of [
    batch(['a', 'b']),
    batch(['c'], { timestamp: timestamp + 10n }),
    batch(['d'], { timestamp: timestamp + 5n }),
  ]) {
    await player.ask('fill', 'Produce', 12, {
      acks: -1,
      timeoutMs: 30_000,
      topicData: [{ name: 'looked', partitionData: [{ index: 0, records }] }],
    })
  }
  const times = [-1n, -2n, -3n, -4n, -5n, -6n, -7n, 0n, timestamp, timestamp + 5n, timestamp + 10n, timestamp + 11n]
  for (const time of times) {
    for (const isolationLevel of [0, 1]) {
      await player.askAll(`time ${player.nameOf(String(time))} isolation ${isolationLevel}`, 'ListOffsets', {
        replicaId: -1,
        isolationLevel,
        timeoutMs: 30_000,
        topics: [
          { name: 'looked', partitions: [0, 1, 7].map((partitionIndex) => ({ partitionIndex, timestamp: time })) },
          { name: 'no-such', partitions: [{ partitionIndex: 0, timestamp: time }] },
        ],
      })
    }
  }
  for (const currentLeaderEpoch of [0, 1, -2]) {
    await player.askAll(`epoch ${currentLeaderEpoch}`, 'ListOffsets', {
      replicaId: -1,
      topics: [{ name: 'looked', partitions: [{ partitionIndex: 0, timestamp: -1n, currentLeaderEpoch }] }],
    })
  }
  const twice = [
    { partitionIndex: 0, timestamp: -1n },
    { partitionIndex: 0, timestamp: -2n },
    { partitionIndex: 1, timestamp: -1n },
  ]
  await player.askAll('a partition twice', 'ListOffsets', {
    replicaId: -1,
    topics: [{ name: 'looked', partitions: twice }],
  })
  await player.askAll('nothing', 'ListOffsets', { replicaId: -1, topics: [] })
  for (const replicaId of [1, -2, 7]) {
    await player.askAll(`replica ${replicaId}`, 'ListOffsets', {
      replicaId,
      topics: [{ name: 'looked', partitions: [{ partitionIndex: 0, timestamp: -1n }] }],
    })
  }
  const epochs = [-1, 0, 1, -2].map((leaderEpoch) => ({ partition: 0, leaderEpoch }))
  for (const epoch of epochs) {
    await player.askAll(`end of epoch ${epoch.leaderEpoch}`, 'OffsetForLeaderEpoch', {
      replicaId: -1,
      topics: [
        {
          topic: 'looked',
          partitions: [
            epoch,
            { partition: 7, leaderEpoch: 0 },
            { partition: 1, leaderEpoch: 0, currentLeaderEpoch: 4 },
          ],
        },
        { topic: 'no-such', partitions: [epoch] },
      ],
    })
  }
  await player.askAll('an old current epoch', 'OffsetForLeaderEpoch', {
    replicaId: -2,
    topics: [{ topic: 'looked', partitions: [{ partition: 0, leaderEpoch: 0, currentLeaderEpoch: -3 }] }],
  })
  await player.askAll('of an old producer', 'DescribeProducers', {
    topics: [
      { name: 'written', partitionIndexes: [1, 0, 7, -1] },
      { name: 'no-such', partitionIndexes: [0] },
      { name: '', partitionIndexes: [0] },
    ],
  })
}

async function cut(player: Player): Promise<void> {
  await makeTopics(player, { cut: 2 })
  const values = ['a', 'b', 'c', 'd', 'e', 'f']
  await player.ask('fill', 'Produce', 12, {
    acks: -1,
    timeoutMs: 30_000,
    topicData: [{ name: 'cut', partitionData: [{ index: 0, records: batch(values) }] }],
  })
  for (const offset of [-2n, 0n, 1n, 7n, 3n, 2n, -1n]) {
    await player.askAll(`before ${offset}`, 'DeleteRecords', {
      timeoutMs: 30_000,
      topics: [
        { name: 'cut', partitions: [0, 7, -1].map((partitionIndex) => ({ partitionIndex, offset })) },
        { name: 'no-such', partitions: [{ partitionIndex: 0, offset }] },
        { name: '__consumer_offsets', partitions: [{ partitionIndex: 0, offset: 0n }] },
        { name: 'compacted', partitions: [{ partitionIndex: 0, offset: 0n }] },
      ],
    })
  }
  await player.askAll('nothing', 'DeleteRecords', { topics: [], timeoutMs: 30_000 })
  await player.askAll('a partition twice', 'DeleteRecords', {
    timeoutMs: 30_000,
    topics: [
      {
        name: 'cut',
        partitions: [
          { partitionIndex: 1, offset: 0n },
          { partitionIndex: 1, offset: -1n },
        ],
      },
    ],
  })
}
