import { batchOf } from '../../../support/kafka-requests.ts'
import { at, versionsOf, type Player } from '../player.ts'
import { makeTopics } from './topics.ts'

/** One for both brokers, and young enough not to be deleted by its age. */
const timestamp = BigInt(Date.now())

/** Producers get their ids, and transactions are begun, filled, ended and described. */
export async function aboutTransactions(player: Player): Promise<void> {
  await player.waitForCoordinators()
  await makeTopics(player, { ledger: 2, 'ledger-too': 1 })
  await begin(player)
  await refused(player)
  for (const version of versionsOf('EndTxn')) await whole(player, version)
  await fenced(player)
  await described(player)
  await marked(player)
}

/** Asks for a producer id and gives it with its epoch; each has its name in what follows. */
async function producer(player: Player, transactionalId: string | null, version = 5, details: object = {}) {
  const request = { transactionalId, transactionTimeoutMs: 60_000, ...details }
  const { answer, keep } = await player.asking(`producer ${transactionalId}`, 'InitProducerId', version, request)
  const producerId = at(answer, 'producerId') as bigint
  if (producerId >= 0n) player.call(`producer ${producerId}`, `producer ${transactionalId}`)
  keep()
  return { producerId, producerEpoch: Number(at(answer, 'producerEpoch')) }
}

async function begin(player: Player): Promise<void> {
  const odd: Readonly<Record<string, object>> = {
    'no id': { transactionalId: '' },
    'no time': { transactionTimeoutMs: 0 },
    'negative time': { transactionTimeoutMs: -1 },
    'too much time': { transactionTimeoutMs: 2_000_000_000 },
    'a producer id without epoch': { producerId: 5n },
    'an epoch without producer id': { producerEpoch: 5 },
    'an unknown producer': { producerId: 999_999n, producerEpoch: 3 },
    'negative producer': { producerId: -5n, producerEpoch: 3 },
    'not transactional, with a producer id': { transactionalId: null, producerId: 5n, producerEpoch: 1 },
    'not transactional, no time': { transactionalId: null, transactionTimeoutMs: 0 },
  }
  for (const [question, details] of Object.entries(odd)) {
    for (const version of versionsOf('InitProducerId')) {
      const { answer, keep } = await player.asking(question, 'InitProducerId', version, {
        transactionalId: `odd ${question}`,
        transactionTimeoutMs: 1000,
        ...details,
      })
      const id = at(answer, 'producerId') as bigint
      if (id >= 0n) player.call(`producer ${id}`, `producer of ${question}`)
      keep()
    }
  }
  for (const version of versionsOf('InitProducerId')) {
    for (const transactionalId of [null, 'same', `begun ${version}`]) await producer(player, transactionalId, version)
  }
  for (const version of [3, 4, 5]) {
    const known = await producer(player, `renewed ${version}`, version)
    await producer(player, `renewed ${version}`, version, known)
    await producer(player, `renewed ${version}`, version, known)
    await producer(player, `renewed ${version}`, version, { ...known, producerEpoch: known.producerEpoch + 7 })
    await producer(player, `renewed ${version}`, version, { producerId: known.producerId + 1n, producerEpoch: 0 })
  }
}

const partitions = (...names: string[]) => names.map((name) => ({ name, partitions: [0] }))
const below4 = (transaction: Readonly<Record<string, unknown>>) => ({
  v3AndBelowTransactionalId: transaction.transactionalId,
  v3AndBelowProducerId: transaction.producerId,
  v3AndBelowProducerEpoch: transaction.producerEpoch,
  v3AndBelowTopics: transaction.topics,
  transactions: [transaction],
})

async function refused(player: Player): Promise<void> {
  const strangers: Readonly<Record<string, object>> = {
    'an unknown id': { transactionalId: 'no-such' },
    'no id': { transactionalId: '' },
    'another producer': { transactionalId: 'same', producerId: 123_456n },
    'another epoch': { transactionalId: 'same', producerEpoch: 99 },
  }
  const own = await producer(player, 'same')
  const offsets = [{ name: 'ledger', partitions: [{ partitionIndex: 0, committedOffset: 1n, committedMetadata: '' }] }]
  for (const [question, details] of Object.entries(strangers)) {
    const who = { ...own, ...details }
    for (const verifyOnly of [false, true]) {
      await player.askAll(
        `${question}${verifyOnly ? ', only to verify' : ''}`,
        'AddPartitionsToTxn',
        below4({ ...who, topics: partitions('ledger'), verifyOnly }),
      )
    }
    await player.askAll(question, 'AddOffsetsToTxn', { ...who, groupId: 'g' })
    await player.askAll(question, 'TxnOffsetCommit', { ...who, groupId: 'g', topics: offsets })
    for (const committed of [true, false]) {
      await player.askAll(`${question} ${committed}`, 'EndTxn', { ...who, committed })
    }
  }
  await player.askAll(
    'unknown topics',
    'AddPartitionsToTxn',
    below4({ transactionalId: 'same', ...own, topics: partitions('ledger', 'no-such', 'ledger-too') }),
  )
  await player.askAll(
    'unknown partitions',
    'AddPartitionsToTxn',
    below4({ transactionalId: 'same', ...own, topics: [{ name: 'ledger', partitions: [0, 7, -1] }] }),
  )
  await player.askAll('no topics', 'AddPartitionsToTxn', below4({ transactionalId: 'same', ...own, topics: [] }))
  await player.askAll(
    'not verified',
    'AddPartitionsToTxn',
    below4({ transactionalId: 'same', ...own, topics: partitions('ledger'), verifyOnly: true }),
  )
  await player.askAll('offsets of no group', 'AddOffsetsToTxn', { transactionalId: 'same', ...own, groupId: '' })
}

/** One transaction with records and offsets, committed in even versions and aborted in odd ones. */
async function whole(player: Player, version: number): Promise<void> {
  const transactionalId = `whole ${version}`
  const own = await producer(player, transactionalId)
  const who = { transactionalId, ...own }
  const batch = (baseSequence: number, details: object = {}) =>
    batchOf(['a'], { timestamp, isTransactional: true, baseSequence, ...own, ...details })
  const data = (records: Uint8Array) => [{ name: 'ledger', partitionData: [{ index: 0, records }] }]
  const ask = (question: string, api: string, inVersion: number, request: object) =>
    player.ask(`${question}, ${version}`, api, inVersion, { ...who, ...request })
  await ask('end before it begins', 'EndTxn', version, { committed: true })
  await ask('not added', 'Produce', 11, { acks: -1, timeoutMs: 30_000, topicData: data(batch(0)) })
  await ask('added', 'AddPartitionsToTxn', 3, below4({ ...who, topics: partitions('ledger') }))
  await ask('added again', 'AddPartitionsToTxn', 3, below4({ ...who, topics: partitions('ledger', 'ledger-too') }))
  await ask(
    'verified',
    'AddPartitionsToTxn',
    4,
    below4({ ...who, topics: partitions('ledger', 'ledger-too'), verifyOnly: true }),
  )
  await ask('written', 'Produce', 11, { acks: -1, timeoutMs: 30_000, topicData: data(batch(0)) })
  await ask('written again', 'Produce', 11, { acks: -1, timeoutMs: 30_000, topicData: data(batch(0)) })
  await ask('out of order', 'Produce', 11, { acks: -1, timeoutMs: 30_000, topicData: data(batch(5)) })
  await ask('outside of it', 'Produce', 11, {
    transactionalId: null,
    acks: -1,
    timeoutMs: 30_000,
    topicData: data(batch(1, { isTransactional: false })),
  })
  await ask('a stale epoch', 'Produce', 11, {
    acks: -1,
    timeoutMs: 30_000,
    topicData: data(batch(1, { producerEpoch: own.producerEpoch + 3 })),
  })
  await ask('described', 'DescribeTransactions', 0, { transactionalIds: [transactionalId] })
  await ask('producers', 'DescribeProducers', 0, { topics: [{ name: 'ledger', partitionIndexes: [0] }] })
  await ask('offsets added', 'AddOffsetsToTxn', Math.min(version, 4), { groupId: 'ledger-group' })
  const offsets = [
    {
      name: 'ledger',
      partitions: [
        { partitionIndex: 0, committedOffset: BigInt(version), committedMetadata: 'm' },
        { partitionIndex: 9, committedOffset: 1n, committedMetadata: '' },
      ],
    },
    { name: 'no-such', partitions: [{ partitionIndex: 0, committedOffset: 1n, committedMetadata: '' }] },
  ]
  for (const each of versionsOf('TxnOffsetCommit')) {
    await ask(`offsets`, 'TxnOffsetCommit', each, { groupId: 'ledger-group', topics: offsets })
    await ask(`offsets of a member`, 'TxnOffsetCommit', each, {
      groupId: 'ledger-group',
      memberId: 'm',
      generationId: 3,
      topics: offsets,
    })
    await ask(`offsets of no group`, 'TxnOffsetCommit', each, { groupId: '', topics: offsets })
    await ask(`offsets of another group`, 'TxnOffsetCommit', each, { groupId: 'ledger-other', topics: offsets })
  }
  const groups = (requireStable: boolean) => ({
    requireStable,
    groups: [{ groupId: 'ledger-group', topics: [{ name: 'ledger', partitionIndexes: [0, 1] }] }],
  })
  await ask('pending offsets', 'OffsetFetch', 8, groups(false))
  await ask('pending offsets, stable', 'OffsetFetch', 8, groups(true))
  await ask('pending offsets, all stable', 'OffsetFetch', 8, {
    requireStable: true,
    groups: [{ groupId: 'ledger-group', topics: null }],
  })
  await ask('pending offsets deleted', 'OffsetDelete', 0, {
    groupId: 'ledger-group',
    topics: [{ name: 'ledger', partitions: [{ partitionIndex: 0 }] }],
  })
  const read = (isolationLevel: number) => ({
    isolationLevel,
    maxWaitMs: 0,
    minBytes: 0,
    maxBytes: 1_000_000,
    topics: [{ topic: 'ledger', partitions: [{ partition: 0, fetchOffset: 0n, partitionMaxBytes: 1_000_000 }] }],
  })
  await ask('open', 'ListOffsets', 7, {
    replicaId: -1,
    isolationLevel: 1,
    topics: [{ name: 'ledger', partitions: [{ partitionIndex: 0, timestamp: -1n }] }],
  })
  await ask('read', 'Fetch', 12, read(0))
  await ask('read committed', 'Fetch', 12, read(1))
  const ended = await player.ask(`ended, ${version}`, 'EndTxn', version, { ...who, committed: version % 2 === 0 })
  await player.until('DescribeTransactions', 0, { transactionalIds: [transactionalId] }, (answer) =>
    String(at(answer, 'transactionStates.0.transactionState')).startsWith('Complete'),
  )
  const after = version >= 5 ? { producerId: at(ended, 'producerId'), producerEpoch: at(ended, 'producerEpoch') } : {}
  await ask('ended again', 'EndTxn', version, { committed: version % 2 === 0 })
  await ask('ended otherwise', 'EndTxn', version, { ...after, committed: version % 2 === 1 })
  await ask('described at the end', 'DescribeTransactions', 0, { transactionalIds: [transactionalId] })
  await player.until(
    'OffsetFetch',
    8,
    groups(true),
    (answer) => at(answer, 'groups.0.topics.0.partitions.0.errorCode') === 0,
  )
  await ask('committed offsets', 'OffsetFetch', 8, groups(true))
  await player.until(
    'ListOffsets',
    7,
    {
      replicaId: -1,
      isolationLevel: 1,
      topics: [{ name: 'ledger', partitions: [{ partitionIndex: 0, timestamp: -1n }] }],
    },
    (answer) => at(answer, 'topics.0.partitions.0.offset') === BigInt((version + 1) * 2),
  )
  await ask('read committed at the end', 'Fetch', 12, { ...read(1) })
  await ask('producers at the end', 'DescribeProducers', 0, { topics: [{ name: 'ledger', partitionIndexes: [0] }] })
}

async function fenced(player: Player): Promise<void> {
  const old = await producer(player, 'fenced')
  await player.ask(
    'the old one begins',
    'AddPartitionsToTxn',
    3,
    below4({ transactionalId: 'fenced', ...old, topics: partitions('ledger') }),
  )
  await player.until(
    'InitProducerId',
    4,
    { transactionalId: 'fenced', transactionTimeoutMs: 60_000 },
    (answer) => at(answer, 'errorCode') === 0,
  )
  const who = { transactionalId: 'fenced', ...old }
  await player.askAll('the old one', 'AddPartitionsToTxn', below4({ ...who, topics: partitions('ledger') }))
  await player.askAll('the old one', 'AddOffsetsToTxn', { ...who, groupId: 'g' })
  await player.askAll('the old one', 'EndTxn', { ...who, committed: true })
  await player.askAll('the old one aborts', 'EndTxn', { ...who, committed: false })
  for (const version of [3, 4, 5]) {
    await player.ask('the old one wants to go on', 'InitProducerId', version, { ...who, transactionTimeoutMs: 1000 })
  }
  for (const version of versionsOf('Produce')) {
    const records = batchOf(['a'], { timestamp, isTransactional: true, baseSequence: 0, ...old })
    await player.ask('the old one writes', 'Produce', version, {
      transactionalId: 'fenced',
      acks: -1,
      timeoutMs: 30_000,
      topicData: [{ name: 'ledger', partitionData: [{ index: 0, records }] }],
    })
  }
}

async function described(player: Player): Promise<void> {
  await player.askAll('several', 'DescribeTransactions', {
    transactionalIds: ['whole 1', 'no-such', '', 'whole 0', 'whole 1', 'begun 0'],
  })
  await player.askAll('none', 'DescribeTransactions', { transactionalIds: [] })
  for (const stateFilters of [
    [],
    ['Empty'],
    ['empty'],
    ['CompleteCommit', 'CompleteAbort'],
    ['Wrong'],
    ['Ongoing', 'Wrong', 'Dead'],
  ]) {
    await player.askAll(`in ${stateFilters.join()}`, 'ListTransactions', { stateFilters })
  }
  await player.askAll('of a producer', 'ListTransactions', { producerIdFilters: [999_999n] })
  for (const durationFilter of [0n, 1_000_000n, -7n]) {
    await player.askAll(`for ${durationFilter} ms`, 'ListTransactions', { durationFilter })
  }
  for (const transactionalIdPattern of ['whole.*', 'whole', '', '(', null]) {
    await player.askAll(`like ${transactionalIdPattern}`, 'ListTransactions', { transactionalIdPattern })
  }
}

async function marked(player: Player): Promise<void> {
  const marker = (details: object) => ({
    producerId: 4_000_000n,
    producerEpoch: 0,
    transactionResult: true,
    coordinatorEpoch: 0,
    topics: [
      { name: 'ledger-too', partitionIndexes: [0, 7] },
      { name: 'no-such', partitionIndexes: [0] },
    ],
    ...details,
  })
  await player.askAll('a marker', 'WriteTxnMarkers', (version) => ({
    markers: [marker({ transactionVersion: version - 1 })],
  }))
  await player.askAll('an old marker', 'WriteTxnMarkers', { markers: [marker({ coordinatorEpoch: -2 })] })
  await player.askAll('a marker of an old epoch', 'WriteTxnMarkers', (version) => ({
    markers: [
      marker({ producerId: 4_000_001n, producerEpoch: 3 }),
      marker({ producerId: 4_000_001n, producerEpoch: 2, transactionVersion: version }),
    ],
  }))
  await player.askAll('no markers', 'WriteTxnMarkers', { markers: [] })
}
