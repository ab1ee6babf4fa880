import { batchOf } from '../../../support/kafka-requests.ts'
import { versionsOf, type Player } from '../player.ts'
import { makeTopics } from './topics.ts'

/** One for both brokers, and young enough not to be deleted by its age. */
const timestamp = BigInt(Date.now())
const batch = (values: readonly string[], options: object = {}): Buffer => batchOf(values, { timestamp, ...options })
const nowhere = 'AAAAAAAAAAAAAAAAAAAAAQ'

/** Records are produced and read. */
export async function aboutRecords(player: Player): Promise<void> {
  await player.waitForCoordinators()
  for (const later of [0n, 5n, 10n]) player.call(timestamp + later, `time ${later}`)
  await produce(player)
  await read(player)
  await sessions(player)
}

async function produce(player: Player): Promise<void> {
  const ids = await makeTopics(player, { written: 2, 'written-too': 1 })
  await player.ask('make compacted', 'CreateTopics', 7, {
    topics: [
      {
        name: 'compacted',
        numPartitions: 1,
        replicationFactor: 1,
        configs: [{ name: 'cleanup.policy', value: 'compact' }],
      },
      { name: 'small', numPartitions: 1, replicationFactor: 1, configs: [{ name: 'max.message.bytes', value: '100' }] },
      {
        name: 'stamped',
        numPartitions: 1,
        replicationFactor: 1,
        configs: [{ name: 'message.timestamp.type', value: 'LogAppendTime' }],
      },
      {
        name: 'strict',
        numPartitions: 1,
        replicationFactor: 1,
        configs: [{ name: 'message.timestamp.before.max.ms', value: '1000' }],
      },
    ],
    timeoutMs: 30_000,
  })
  await player.settle()
  const to = (name: string, ...partitionData: [number, Uint8Array | null][]) => ({
    name,
    topicId: ids.get(name) ?? nowhere,
    partitionData: partitionData.map(([index, records]) => ({ index, records })),
  })
  const good = batch(['a', 'b'])
  const topicData = [
    to('written', [1, good], [0, good], [7, good], [-1, good]),
    to('no-such', [0, good]),
    to('written-too', [0, good]),
  ]
  await player.askAll('good and bad', 'Produce', { acks: -1, timeoutMs: 30_000, topicData })
  await player.askAll('leader only', 'Produce', { acks: 1, timeoutMs: 0, topicData: [to('written', [0, good])] })
  for (const acks of [2, -2, 7]) await player.askAll(`acks ${acks}`, 'Produce', { acks, timeoutMs: 30_000, topicData })
  const damaged = Buffer.from(good)
  damaged.writeInt8(damaged.readInt8(70) ^ 1, 70)
  const oldMagic = Buffer.from(good)
  oldMagic.writeInt8(1, 16)
  const future = Buffer.from(good)
  future.writeInt8(3, 16)
  const negative = Buffer.from(good)
  negative.writeInt32BE(-1, 57)
  const odd: Readonly<Record<string, Uint8Array | null>> = {
    'empty records': Buffer.alloc(0),
    'a damaged batch': damaged,
    'half a batch': good.subarray(0, 40),
    'a batch and a half': Buffer.concat([good, good.subarray(0, 30)]),
    'two batches': Buffer.concat([good, good]),
    'an old batch': oldMagic,
    'a batch from the future': future,
    'a negative count': negative,
    'a control batch': batch(['a'], { isControl: true }),
    'a transactional batch': batch(['a'], { isTransactional: true, producerId: 5n, producerEpoch: 0, baseSequence: 0 }),
    'an unknown producer': batch(['a'], { producerId: 777n, producerEpoch: 0, baseSequence: 3 }),
    'its duplicate': batch(['a'], { producerId: 777n, producerEpoch: 0, baseSequence: 3 }),
    'out of sequence': batch(['a'], { producerId: 777n, producerEpoch: 0, baseSequence: 9 }),
    'an old epoch, begun': batch(['a'], { producerId: 777n, producerEpoch: 2, baseSequence: 0 }),
    'an old epoch': batch(['a'], { producerId: 777n, producerEpoch: 1, baseSequence: 0 }),
    'a new epoch in the middle': batch(['a'], { producerId: 777n, producerEpoch: 5, baseSequence: 4 }),
    'no epoch': batch(['a'], { producerId: 778n, producerEpoch: -1, baseSequence: 0 }),
    'no sequence': batch(['a'], { producerId: 778n, producerEpoch: 0, baseSequence: -1 }),
    'an offset of its own': batch(['a'], { baseOffset: 5n }),
    'no timestamp': batch(['a'], { timestamp: -1n }),
    'a late timestamp': batch(['a'], { timestamp: BigInt(Date.now()) + 86_400_000n * 30n }),
    gzip: batch(['a'.repeat(1000)], { codec: 'gzip' }),
    zstd: batch(['a'.repeat(1000)], { codec: 'zstd' }),
    'empty batch': batch([]),
    'log append time': batch(['a'], { timestampType: 'LogAppendTime' }),
  }
  for (const [question, records] of Object.entries(odd)) {
    await player.askAll(question, 'Produce', { acks: 1, timeoutMs: 30_000, topicData: [to('written', [1, records])] })
  }
  const large = batch(['x'.repeat(200)])
  await player.ask('to odd topics', 'Produce', 12, {
    acks: 1,
    timeoutMs: 30_000,
    topicData: [
      to('compacted', [0, good]),
      to('small', [0, large]),
      to('stamped', [0, good]),
      to('strict', [0, batch(['a'], { timestamp: 5n })]),
      to('__consumer_offsets', [0, good]),
      to('written', [0, batch(['x'.repeat(2_000_000)])]),
      to('', [0, good]),
      to('.', [0, good]),
    ],
  })
  await player.askAll('a topic twice', 'Produce', {
    acks: 1,
    timeoutMs: 30_000,
    topicData: [to('written-too', [0, good]), to('written-too', [0, good])],
  })
  await player.askAll('a partition twice', 'Produce', {
    acks: 1,
    timeoutMs: 30_000,
    topicData: [to('written-too', [0, good], [0, good])],
  })
  await player.askAll('nothing', 'Produce', { acks: 1, timeoutMs: 30_000, topicData: [] })
  await player.askAll('a topic without partitions', 'Produce', {
    acks: 1,
    timeoutMs: 30_000,
    topicData: [to('written')],
  })
  await player.askAll('a transaction that is not', 'Produce', {
    transactionalId: 'none',
    acks: -1,
    timeoutMs: 30_000,
    topicData: [to('written-too', [0, good])],
  })
  await player.askAll('in a transaction that is not', 'Produce', {
    transactionalId: 'none',
    acks: -1,
    timeoutMs: 30_000,
    topicData: [
      to('written-too', [
        0,
        batch(['a'], { isTransactional: true, producerId: 5n, producerEpoch: 0, baseSequence: 0 }),
      ]),
    ],
  })
}

interface Wanted {
  readonly partition: number
  readonly fetchOffset: bigint
}

async function read(player: Player): Promise<void> {
  const ids = await makeTopics(player, { read: 3, 'read-too': 1 })
  const topicData = [
    { name: 'read', partitionData: [{ index: 0, records: batch(['a', 'b', 'c']) }] },
    { name: 'read-too', partitionData: [{ index: 0, records: batch(['e']) }] },
  ]
  await player.ask('fill', 'Produce', 12, { acks: -1, timeoutMs: 30_000, topicData })
  await player.ask('fill', 'Produce', 12, {
    acks: -1,
    timeoutMs: 30_000,
    topicData: [{ name: 'read', partitionData: [{ index: 0, records: batch(['d']) }] }],
  })
  const from = (topic: string, ...partitions: (Wanted & object)[]) => ({
    topic,
    topicId: ids.get(topic) ?? nowhere,
    partitions: partitions.map((each) => ({ partitionMaxBytes: 100_000, ...each })),
  })
  const fetch = (topics: object[], details: object = {}) => ({
    maxWaitMs: 0,
    minBytes: 0,
    maxBytes: 1_000_000,
    topics,
    ...details,
  })
  const whole = [
    from('read', ...[0n, 1n, 3n, 4n].map((fetchOffset) => ({ partition: 0, fetchOffset }))),
    from('read-too', { partition: 0, fetchOffset: 0n }),
  ]
  await player.askAll(
    'good',
    'Fetch',
    fetch([
      from('read', { partition: 0, fetchOffset: 0n }, { partition: 1, fetchOffset: 0n }),
      from('read-too', { partition: 0, fetchOffset: 0n }),
    ]),
  )
  await player.askAll('a partition twice', 'Fetch', fetch(whole))
  const odd: [string, object][] = [
    ['beyond the end', { partition: 0, fetchOffset: 5n }],
    ['before the start', { partition: 0, fetchOffset: -1n }],
    ['far below', { partition: 0, fetchOffset: -9n }],
    ['no such partition', { partition: 9, fetchOffset: 0n }],
    ['negative partition', { partition: -1, fetchOffset: 0n }],
    ['an old epoch', { partition: 0, fetchOffset: 0n, currentLeaderEpoch: -2 }],
    ['the right epoch', { partition: 0, fetchOffset: 0n, currentLeaderEpoch: 0 }],
    ['a future epoch', { partition: 0, fetchOffset: 0n, currentLeaderEpoch: 9 }],
    ['last fetched in this epoch', { partition: 0, fetchOffset: 2n, lastFetchedEpoch: 0 }],
    ['last fetched in a future epoch', { partition: 0, fetchOffset: 2n, lastFetchedEpoch: 5 }],
    ['beyond what the epoch had', { partition: 0, fetchOffset: 9n, lastFetchedEpoch: 0 }],
    ['one byte', { partition: 0, fetchOffset: 0n, partitionMaxBytes: 1 }],
    ['no byte', { partition: 0, fetchOffset: 0n, partitionMaxBytes: 0 }],
    ['negative bytes', { partition: 0, fetchOffset: 0n, partitionMaxBytes: -1 }],
  ]
  for (const [question, partition] of odd) {
    await player.askAll(question, 'Fetch', fetch([from('read', partition as Wanted)]))
  }
  await player.askAll(
    'unknown topics',
    'Fetch',
    fetch([from('no-such', { partition: 0, fetchOffset: 0n }), from('', { partition: 0, fetchOffset: 0n })]),
  )
  await player.askAll('small in all', 'Fetch', fetch(whole, { maxBytes: 1 }))
  await player.askAll('nothing in all', 'Fetch', fetch(whole, { maxBytes: 0 }))
  await player.askAll('only committed', 'Fetch', fetch(whole, { isolationLevel: 1 }))
  await player.askAll('an unknown isolation', 'Fetch', fetch(whole, { isolationLevel: 9 }))
  await player.askAll('no topics', 'Fetch', fetch([]))
  await player.askAll(
    'as a replica',
    'Fetch',
    fetch(whole, { replicaId: 1, replicaState: { replicaId: 1, replicaEpoch: 0n } }),
  )
  await player.askAll(
    'as an unknown replica',
    'Fetch',
    fetch(whole, { replicaId: 9, replicaState: { replicaId: 9, replicaEpoch: -1n } }),
  )
  await player.askAll(
    'as a debugger',
    'Fetch',
    fetch(whole, { replicaId: -2, replicaState: { replicaId: -2, replicaEpoch: -1n } }),
  )
  await player.askAll(
    'a wait that is over',
    'Fetch',
    fetch([from('read', { partition: 0, fetchOffset: 4n })], { maxWaitMs: 5, minBytes: 1 }),
  )
  await player.askAll('in another cluster', 'Fetch', fetch(whole, { clusterId: 'other' }))
}

async function sessions(player: Player): Promise<void> {
  const ids = await makeTopics(player, { session: 2 })
  await player.ask('fill', 'Produce', 12, {
    acks: -1,
    timeoutMs: 30_000,
    topicData: [{ name: 'session', partitionData: [{ index: 0, records: batch(['a']) }] }],
  })
  const topics = (fetchOffset: bigint, partition = 0) => [
    {
      topic: 'session',
      topicId: ids.get('session'),
      partitions: [{ partition, fetchOffset, partitionMaxBytes: 1000 }],
    },
  ]
  const base = { maxWaitMs: 0, minBytes: 0, maxBytes: 1000 }
  for (const version of versionsOf('Fetch').filter((each) => each >= 7)) {
    const opened = await player.asking('a session of its own', 'Fetch', version, {
      ...base,
      sessionEpoch: 0,
      topics: topics(0n),
    })
    const sessionId = opened.answer?.sessionId
    player.call(sessionId, `session ${version}`)
    opened.keep()
    const next = (sessionEpoch: number, details: object = {}) => ({
      ...base,
      sessionId,
      sessionEpoch,
      topics: [],
      ...details,
    })
    await player.ask('nothing new', 'Fetch', version, next(1, { topics: topics(1n) }))
    await player.ask('still nothing new', 'Fetch', version, next(2))
    await player.ask('a wrong epoch', 'Fetch', version, next(9))
    await player.ask('one partition more', 'Fetch', version, next(3, { topics: topics(0n, 1) }))
    await player.ask('an error', 'Fetch', version, next(4, { topics: topics(0n, 7) }))
    await player.ask('the same error', 'Fetch', version, next(5))
    await player.ask(
      'forgotten',
      'Fetch',
      version,
      next(6, { forgottenTopicsData: [{ topic: 'session', topicId: ids.get('session'), partitions: [7, 1] }] }),
    )
    await player.ask('the end', 'Fetch', version, next(-1))
    await player.ask('after the end', 'Fetch', version, next(7))
    await player.ask('a session that never was', 'Fetch', version, {
      ...base,
      sessionId: 1,
      sessionEpoch: 1,
      topics: [],
    })
    const empty = await player.asking('an empty session', 'Fetch', version, {
      ...base,
      sessionId: 0,
      sessionEpoch: 0,
      topics: [],
    })
    player.call(empty.answer?.sessionId, 'an empty session')
    empty.keep()
  }
}
