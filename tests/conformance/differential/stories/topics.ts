import { at, versionsOf, type Player } from '../player.ts'

const timeoutMs = 30_000
const topic = (name: string, details: object = {}) => ({
  name,
  numPartitions: 1,
  replicationFactor: 1,
  assignments: [],
  configs: [],
  ...details,
})
const assigned = (...partitions: [number, number[]][]) => ({
  numPartitions: -1,
  replicationFactor: -1,
  assignments: partitions.map(([partitionIndex, brokerIds]) => ({ partitionIndex, brokerIds })),
})
const configured = (...configs: [string, string | null][]) => ({
  configs: configs.map(([name, value]) => ({ name, value })),
})

/** Topics that are made for the story `name`; their ids have names afterwards. */
export async function makeTopics(
  player: Player,
  partitionCounts: Readonly<Record<string, number>>,
): Promise<Map<string, string>> {
  const idsByName = new Map<string, string>()
  for (const [name, numPartitions] of Object.entries(partitionCounts)) {
    const answer = await player.ask(`make ${name}`, 'CreateTopics', 7, {
      topics: [topic(name, { numPartitions })],
      timeoutMs,
    })
    const id = at(answer, 'topics.0.topicId')
    player.call(id, `id of ${name}`)
    idsByName.set(name, String(id))
  }
  await player.settle()
  return idsByName
}

/** Topics are made, changed, described and deleted. */
export async function aboutTopics(player: Player): Promise<void> {
  await player.waitForCoordinators()
  await create(player)
  await describe(player)
  await changePartitions(player)
  await remove(player)
}

async function create(player: Player): Promise<void> {
  const many = (version: number, validateOnly: boolean) => ({
    topics: [
      topic(`z-created-${version}`, configured(['retention.ms', '1000'], ['cleanup.policy', 'compact'])),
      topic(`a-created-${version}`, { numPartitions: 3 }),
      topic(`m-default-${version}`, { numPartitions: -1, replicationFactor: -1 }),
      topic(`b-assigned-${version}`, assigned([0, [1]], [1, [1]])),
      topic('', {}),
      topic('.', {}),
      topic('..', {}),
      topic('has space', {}),
      topic('ä', {}),
      topic('x'.repeat(249), { numPartitions: 0 }),
      topic('x'.repeat(250), {}),
      topic(`zero-${version}`, { numPartitions: 0 }),
      topic(`negative-${version}`, { numPartitions: -2 }),
      topic(`wide-${version}`, { replicationFactor: 2 }),
      topic(`narrow-${version}`, { replicationFactor: 0 }),
      topic(`narrower-${version}`, { replicationFactor: -2 }),
      topic(`unknown-broker-${version}`, assigned([0, [7]])),
      topic(`gap-${version}`, assigned([1, [1]])),
      topic(`twice-partition-${version}`, assigned([0, [1]], [0, [1]])),
      topic(`twice-broker-${version}`, assigned([0, [1, 1]])),
      topic(`no-broker-${version}`, assigned([0, []])),
      topic(`uneven-${version}`, assigned([0, [1]], [1, [1, 2]])),
      topic(`both-${version}`, { ...assigned([0, [1]]), numPartitions: 1 }),
      topic(`both-factor-${version}`, { ...assigned([0, [1]]), replicationFactor: 1 }),
      topic(`unknown-config-${version}`, configured(['no.such', '1'])),
      topic(`bad-config-${version}`, configured(['retention.ms', 'soon'])),
      topic(`null-config-${version}`, configured(['retention.ms', null])),
      topic(`twice-config-${version}`, configured(['retention.ms', '1'], ['retention.ms', '2'])),
      ...(validateOnly ? [topic('__consumer_offsets', {})] : []),
      topic('twice', {}),
      topic('twice', { numPartitions: 2 }),
    ],
    timeoutMs,
    validateOnly,
  })
  await player.askAll('only to validate', 'CreateTopics', (version) => many(version, true))
  await player.askAll('good and bad', 'CreateTopics', (version) => many(version, false))
  await player.askAll('again', 'CreateTopics', (version) => ({
    ...many(version, false),
    topics: [topic('z-created-7'), topic('a-created-7')],
  }))
  await player.askAll('again, only to validate', 'CreateTopics', {
    topics: [topic('z-created-7')],
    timeoutMs,
    validateOnly: true,
  })
  await player.askAll('none', 'CreateTopics', { topics: [], timeoutMs })
  await player.askAll('names that collide', 'CreateTopics', (version) => ({
    topics: [topic(`co.llide-${version}`), topic(`co_llide-${version}`)],
    timeoutMs,
  }))
  await player.askAll('a name that collides', 'CreateTopics', { topics: [topic('co_llide-7')], timeoutMs })
}

async function describe(player: Player): Promise<void> {
  const ids = await makeTopics(player, { 'described-b': 2, 'described-a': 1 })
  const names = ['described-b', 'described-a', 'none-such', '', '.', 'has space', 'described-b', '__consumer_offsets']
  const named = (name: string | null) => ({ name })
  await player.askAll('topics by name', 'DescribeTopicPartitions', {
    topics: ['described-b', 'no-such', 'described-a'].map(named),
    responsePartitionLimit: 10,
  })
  const flags = [true, false]
  for (const flag of flags) {
    const rest = {
      allowAutoTopicCreation: false,
      includeClusterAuthorizedOperations: flag,
      includeTopicAuthorizedOperations: flag,
    }
    const suffix = flag ? ' with operations' : ''
    await player.askAll(`topics by name${suffix}`, 'Metadata', { topics: names.map(named), ...rest })
    await player.askAll(`no topics${suffix}`, 'Metadata', (version) => ({
      topics: version === 0 ? [named('described-a')] : [],
      ...rest,
    }))
  }
  for (const version of [10, 11, 12, 13]) {
    const byId = [ids.get('described-b'), 'AAAAAAAAAAAAAAAAAAAAAQ', 'AAAAAAAAAAAAAAAAAAAAAA', ids.get('described-a')]
    for (const name of [null, '']) {
      const wanted = byId.map((topicId) => ({ topicId, name }))
      await player.ask(`topics by id, name ${JSON.stringify(name)}`, 'Metadata', version, {
        topics: wanted,
        allowAutoTopicCreation: false,
      })
    }
    await player.ask('by id and name', 'Metadata', version, {
      topics: [{ topicId: ids.get('described-b'), name: 'described-a' }],
      allowAutoTopicCreation: false,
    })
  }
  await player.askAll('automatically made', 'Metadata', (version) => ({
    topics: [named(`auto-${version}`), named('bad name'), named('')],
    allowAutoTopicCreation: true,
  }))
  const pageable = names.filter((name) => name !== '')
  const paged = (details: object) => ({ topics: pageable.map(named), responsePartitionLimit: 2000, ...details })
  await player.askAll('an empty name', 'DescribeTopicPartitions', { topics: [named('')], responsePartitionLimit: 10 })
  await player.askAll('topics', 'DescribeTopicPartitions', paged({}))
  await player.askAll('limit', 'DescribeTopicPartitions', paged({ responsePartitionLimit: 1 }))
  await player.askAll('limit of none', 'DescribeTopicPartitions', paged({ responsePartitionLimit: 0 }))
  await player.askAll('negative limit', 'DescribeTopicPartitions', paged({ responsePartitionLimit: -1 }))
  for (const [topicName, partitionIndex] of [
    ['described-b', 1],
    ['described-b', 2],
    ['described-b', -1],
    ['described-aa', 0],
    ['zzz', 0],
    ['', 0],
  ] as const) {
    await player.ask(
      `from ${topicName} ${partitionIndex}`,
      'DescribeTopicPartitions',
      0,
      paged({ cursor: { topicName, partitionIndex } }),
    )
  }
  for (const endpointType of [1, 2, 0, 3]) {
    for (const flag of flags) {
      await player.askAll(`endpoints ${endpointType}${flag ? ' with operations' : ''}`, 'DescribeCluster', {
        endpointType,
        includeClusterAuthorizedOperations: flag,
        includeFencedBrokers: flag,
      })
    }
  }
}

async function changePartitions(player: Player): Promise<void> {
  await makeTopics(player, { 'grow-a': 1, 'grow-b': 2 })
  for (const version of versionsOf('CreatePartitions')) await makeTopics(player, { [`grow-${version}`]: 1 })
  const grow = (name: string, count: number, assignments: number[][] | null = null) => ({
    name,
    count,
    assignments: assignments?.map((brokerIds) => ({ brokerIds })) ?? null,
  })
  const many = (version: number, validateOnly: boolean) => ({
    topics: [
      grow(`grow-${version}`, 3, [[1], [1]]),
      grow('grow-a', 1),
      grow('grow-b', 1),
      grow('no-such', 2),
      grow('', 2),
      grow('grow-c', 0),
      grow('twice', 2),
      grow('twice', 3),
    ],
    timeoutMs,
    validateOnly,
  })
  await player.askAll('more, only to validate', 'CreatePartitions', (version) => many(version, true))
  await player.askAll('more', 'CreatePartitions', (version) => many(version, false))
  const odd: [string, number, number[][] | null][] = [
    ['zero', 0, null],
    ['negative', -1, null],
    ['too many', 20_000, null],
    ['unknown broker', 3, [[7]]],
    ['too few assigned', 4, [[1]]],
    ['too many assigned', 3, [[1], [1]]],
    ['nobody', 3, [[]]],
    ['twice the same', 3, [[1, 1]]],
    ['none assigned', 3, []],
  ]
  for (const [question, count, assignments] of odd) {
    await player.askAll(question, 'CreatePartitions', {
      topics: [grow('grow-b', count, assignments)],
      timeoutMs,
      validateOnly: true,
    })
  }
  await player.settle()
  const preferred = [
    { topic: 'grow-b', partitions: [0, 1, 7, -1, 0] },
    { topic: 'no-such', partitions: [0] },
  ]
  for (const electionType of [0, 1, 2, -1]) {
    await player.askAll(`election ${electionType}`, 'ElectLeaders', {
      electionType,
      topicPartitions: preferred,
      timeoutMs,
    })
  }
  await player.askAll('no election', 'ElectLeaders', { topicPartitions: [], timeoutMs })
  const moves = [[1], [2], [], [1, 1], [1, 2], [-1], null].map((replicas) => ({ partitionIndex: 0, replicas }))
  for (const [index, move] of moves.entries()) {
    await player.askAll(`move ${index}`, 'AlterPartitionReassignments', {
      topics: [
        { name: 'grow-b', partitions: [move, { partitionIndex: 9, replicas: [1] }] },
        { name: 'no-such', partitions: [move] },
      ],
      allowReplicationFactorChange: index % 2 === 0,
      timeoutMs,
    })
  }
  await player.askAll('no moves', 'AlterPartitionReassignments', { topics: [], timeoutMs })
  await player.askAll('moves', 'ListPartitionReassignments', { topics: null, timeoutMs })
  await player.askAll('moves of', 'ListPartitionReassignments', {
    topics: [
      { name: 'grow-b', partitionIndexes: [0, 9] },
      { name: 'no-such', partitionIndexes: [0] },
    ],
    timeoutMs,
  })
}

async function remove(player: Player): Promise<void> {
  for (const version of versionsOf('DeleteTopics')) {
    const ids = await makeTopics(player, { [`gone-${version}`]: 1, [`gone-too-${version}`]: 1, [`kept-${version}`]: 1 })
    const names = [`gone-${version}`, 'no-such', `kept-${version}`, `gone-too-${version}`, `kept-${version}`, '']
    const id = ids.get(`kept-${version}`)
    await player.ask('good and bad', 'DeleteTopics', version, {
      topicNames: names,
      topics: names.map((name) => ({ name })),
      timeoutMs,
    })
    await player.settle()
    await player.ask('again', 'DeleteTopics', version, {
      topicNames: names,
      topics: names.map((name) => ({ name })),
      timeoutMs,
    })
    if (version < 6) continue
    for (const [question, wanted] of [
      ['neither', [{ name: null }]],
      ['both', [{ name: `kept-${version}`, topicId: id }]],
      ['one, in two ways', [{ name: `kept-${version}` }, { name: null, topicId: id }]],
      ['unknown id', [{ name: null, topicId: 'AAAAAAAAAAAAAAAAAAAAAQ' }]],
      [
        'twice',
        [
          { name: null, topicId: id },
          { name: null, topicId: id },
        ],
      ],
      ['by id', [{ name: null, topicId: id }]],
    ] as const) {
      await player.ask(question, 'DeleteTopics', version, { topics: wanted, timeoutMs })
      await player.settle()
    }
  }
  await player.askAll('none', 'DeleteTopics', { topics: [], topicNames: [], timeoutMs })
}
