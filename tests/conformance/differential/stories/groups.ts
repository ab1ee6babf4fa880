import { at, versionsOf, type Answer, type Player } from '../player.ts'
import { makeTopics } from './topics.ts'

/** A consumer that subscribes to nothing. Apache Kafka never answers who sends anything that is no subscription. */
const metadata = Buffer.from('000000000000ffffffff', 'hex')
const protocols = (...names: string[]) => names.map((name) => ({ name, metadata }))
const joining = (groupId: string, details: object = {}) => ({
  groupId,
  sessionTimeoutMs: 300_000,
  rebalanceTimeoutMs: 300_000,
  memberId: '',
  protocolType: 'consumer',
  protocols: protocols('range'),
  ...details,
})

/** Classic groups and committed offsets. */
export async function aboutGroups(player: Player): Promise<void> {
  await find(player)
  await alone(player)
  await together(player)
  await refused(player)
  await offsets(player)
  await listed(player)
  await removed(player)
}

async function find(player: Player): Promise<void> {
  await player.waitForCoordinators()
  for (const keyType of [0, 1, -1, 3]) {
    for (const key of ['a', '', 'ä']) {
      await player.askAll(`type ${keyType} of ${JSON.stringify(key)}`, 'FindCoordinator', {
        keyType,
        key,
        coordinatorKeys: [key],
      })
    }
  }
  await player.askAll('several', 'FindCoordinator', { keyType: 0, key: 'b', coordinatorKeys: ['b', 'a', '', 'b'] })
  await player.askAll('none', 'FindCoordinator', { keyType: 0, key: '', coordinatorKeys: [] })
}

/** Enters a group, by the detour of a member id where the version asks for it, and gives the answer. */
async function join(
  player: Player,
  who: string,
  version: number,
  request: Readonly<Record<string, unknown>>,
): Promise<Answer> {
  const first = await player.asking(`${who} joins`, 'JoinGroup', version, request)
  const memberId = at(first.answer, 'memberId')
  player.call(memberId, `member ${who}`)
  first.keep()
  if (at(first.answer, 'errorCode') !== 79) return first.answer
  const second = await player.asking(`${who} joins again`, 'JoinGroup', version, { ...request, memberId })
  second.keep()
  return second.answer
}

async function alone(player: Player): Promise<void> {
  for (const version of versionsOf('JoinGroup')) {
    const groupId = `alone-${version}`
    const entered = await join(
      player,
      `alone ${version}`,
      version,
      joining(groupId, { protocols: protocols('range', 'roundrobin') }),
    )
    const memberId = at(entered, 'memberId')
    const generationId = Number(at(entered, 'generationId'))
    const syncVersion = Math.min(version, 5)
    const syncing = { groupId, memberId, generationId, protocolType: 'consumer', protocolName: 'range' }
    const describe = (when: string) =>
      player.ask(`alone ${version} ${when}`, 'DescribeGroups', Math.min(version, 6), {
        groups: [groupId],
        includeAuthorizedOperations: true,
      })
    await describe('before its assignment')
    await player.ask(`heartbeat before ${version}`, 'Heartbeat', 4, { groupId, memberId, generationId })
    await player.ask(`wrong protocol ${version}`, 'SyncGroup', 5, { ...syncing, protocolName: 'other' })
    await player.ask(`wrong type ${version}`, 'SyncGroup', 5, { ...syncing, protocolType: 'other' })
    await player.ask(`no type ${version}`, 'SyncGroup', 5, { ...syncing, protocolType: null, protocolName: null })
    await player.ask(`wrong generation ${version}`, 'SyncGroup', syncVersion, {
      ...syncing,
      generationId: generationId + 1,
    })
    await player.ask(`unknown member ${version}`, 'SyncGroup', syncVersion, { ...syncing, memberId: 'nobody' })
    await player.ask(`assignment ${version}`, 'SyncGroup', syncVersion, {
      ...syncing,
      assignments: [{ memberId, assignment: Buffer.from('mine') }],
    })
    await player.ask(`assignment again ${version}`, 'SyncGroup', syncVersion, syncing)
    await describe('when stable')
    await player.askAll(`heartbeat ${version}`, 'Heartbeat', { groupId, memberId, generationId })
    await player.askAll(`late heartbeat ${version}`, 'Heartbeat', { groupId, memberId, generationId: generationId - 1 })
    await player.askAll(`heartbeat of nobody ${version}`, 'Heartbeat', { groupId, memberId: 'nobody', generationId })
    await player.ask(`commit ${version}`, 'OffsetCommit', 8, {
      groupId,
      memberId,
      generationIdOrMemberEpoch: generationId,
      topics: [],
    })
    await player.ask(
      `rejoin ${version}`,
      'JoinGroup',
      version,
      joining(groupId, { memberId, protocols: protocols('range', 'roundrobin') }),
    )
    const members = [{ memberId: 'nobody' }, { memberId }, { memberId }]
    await player.ask(`leave ${version}`, 'LeaveGroup', syncVersion, { groupId, memberId, members })
    await player.ask(`leave again ${version}`, 'LeaveGroup', syncVersion, { groupId, memberId, members })
    await describe('when empty')
  }
}

async function together(player: Player): Promise<void> {
  const other = player.another()
  const groupId = 'together'
  const first = await join(player, 'first', 9, joining(groupId, { rebalanceTimeoutMs: 20_000, groupInstanceId: 'one' }))
  const firstId = at(first, 'memberId')
  const mine = { groupId, memberId: firstId, groupInstanceId: 'one', generationId: 1 }
  await player.ask('first syncs', 'SyncGroup', 5, {
    ...mine,
    assignments: [{ memberId: firstId, assignment: Buffer.from('all') }],
  })
  const secondJoins = join(
    other,
    'second',
    9,
    joining(groupId, {
      rebalanceTimeoutMs: 20_000,
      groupInstanceId: 'two',
      protocols: protocols('roundrobin', 'range'),
    }),
  )
  await player.until('Heartbeat', 4, mine, (answer) => at(answer, 'errorCode') === 27)
  await player.ask('while others join', 'Heartbeat', 4, mine)
  await player.ask('commit while others join', 'OffsetCommit', 8, {
    ...mine,
    generationIdOrMemberEpoch: 1,
    topics: [{ name: 'no-such', partitions: [{ partitionIndex: 0, committedOffset: 1n, committedMetadata: '' }] }],
  })
  await player.ask('sync while others join', 'SyncGroup', 5, mine)
  await player.askAll('described while others join', 'DescribeGroups', { groups: [groupId] })
  await player.ask(
    'first joins once more',
    'JoinGroup',
    9,
    joining(groupId, { memberId: firstId, groupInstanceId: 'one', rebalanceTimeoutMs: 20_000 }),
  )
  const second = await secondJoins
  const secondId = at(second, 'memberId')
  const theirs = { groupId, memberId: secondId, groupInstanceId: 'two', generationId: 2 }
  const secondSyncs = other.ask('second syncs', 'SyncGroup', 5, theirs)
  await player.ask('leader syncs', 'SyncGroup', 5, {
    ...mine,
    generationId: 2,
    assignments: [
      { memberId: firstId, assignment: Buffer.from('a') },
      { memberId: secondId, assignment: Buffer.from('b') },
      { memberId: 'nobody', assignment: Buffer.from('c') },
    ],
  })
  await secondSyncs
  await player.askAll('described', 'DescribeGroups', {
    groups: [groupId, 'no-such', '', groupId],
    includeAuthorizedOperations: true,
  })
  await player.ask('wrong instance', 'Heartbeat', 4, { ...mine, generationId: 2, groupInstanceId: 'two' })
  await player.ask('unknown instance', 'Heartbeat', 4, { ...mine, generationId: 2, groupInstanceId: 'three' })
  await player.ask('fenced commit', 'OffsetCommit', 8, {
    ...mine,
    generationIdOrMemberEpoch: 2,
    groupInstanceId: 'two',
    topics: [],
  })
  await player.ask('another type', 'JoinGroup', 9, joining(groupId, { protocolType: 'connect' }))
  await player.ask('no protocol in common', 'JoinGroup', 9, joining(groupId, { protocols: protocols('sticky') }))
  await player
    .ask(
      'static one comes back',
      'JoinGroup',
      9,
      joining(groupId, { groupInstanceId: 'two', protocols: protocols('roundrobin', 'range') }),
    )
    .then((answer) => player.call(at(answer, 'memberId'), 'member second, back'))
  await player.ask('its old self', 'Heartbeat', 4, { ...theirs })
  await player.ask('static ones are told to leave', 'LeaveGroup', 5, {
    groupId,
    members: [
      { memberId: '', groupInstanceId: 'two' },
      { memberId: 'wrong', groupInstanceId: 'one' },
      { memberId: '', groupInstanceId: 'three' },
    ],
  })
  await player.ask('and the rest', 'LeaveGroup', 5, { groupId, members: [{ memberId: '', groupInstanceId: 'one' }] })
  await other.end()
}

async function refused(player: Player): Promise<void> {
  const odd: Readonly<Record<string, object>> = {
    'no group': { groupId: '' },
    'no protocols': { protocols: [] },
    'no type': { protocolType: '' },
    'short session': { sessionTimeoutMs: 1 },
    'long session': { sessionTimeoutMs: 100_000_000 },
    'negative session': { sessionTimeoutMs: -1 },
    'unknown member': { memberId: 'nobody' },
    'unknown static member': { memberId: 'nobody', groupInstanceId: 'one' },
    'empty instance': { groupInstanceId: '' },
  }
  for (const [question, details] of Object.entries(odd)) {
    await player.askAll(question, 'JoinGroup', (version) => joining(`refused ${question} ${version}`, details))
  }
  const member = { groupId: 'no-such', memberId: 'm', generationId: 1 }
  for (const groupId of ['no-such', '']) {
    await player.askAll(`of ${JSON.stringify(groupId)}`, 'SyncGroup', {
      ...member,
      groupId,
      protocolType: 'consumer',
      protocolName: 'range',
    })
    await player.askAll(`of ${JSON.stringify(groupId)}`, 'Heartbeat', { ...member, groupId })
    await player.askAll(`of ${JSON.stringify(groupId)}`, 'LeaveGroup', {
      groupId,
      memberId: 'm',
      members: [{ memberId: 'm' }, { memberId: '', groupInstanceId: 'i' }],
    })
    await player.askAll(`of ${JSON.stringify(groupId)}`, 'DescribeGroups', { groups: [groupId] })
  }
  await player.askAll('nobody', 'LeaveGroup', { groupId: 'alone-9', memberId: '', members: [] })
  await player.askAll('none', 'DescribeGroups', { groups: [] })
}

async function offsets(player: Player): Promise<void> {
  const ids = await makeTopics(player, { committed: 2, 'committed-too': 1 })
  const nowhere = 'AAAAAAAAAAAAAAAAAAAAAQ'
  const of = (name: string, ...partitions: object[]) => ({
    name,
    topicId: ids.get(name) ?? nowhere,
    partitions: partitions.map((each) => ({ partitionIndex: 0, committedOffset: 5n, committedMetadata: 'm', ...each })),
  })
  const groupId = 'offsets'
  const topics = [
    of('committed', { partitionIndex: 1, committedMetadata: null }, {}, { partitionIndex: 7 }, { partitionIndex: -1 }),
    of('no-such', {}),
    of('committed-too', { committedOffset: -1n }, { committedOffset: 7n, committedLeaderEpoch: 3 }),
  ]
  const open = { groupId, memberId: '', generationIdOrMemberEpoch: -1, topics }
  await player.askAll('good and bad', 'OffsetCommit', open)
  await player.askAll('too much metadata', 'OffsetCommit', {
    ...open,
    topics: [of('committed', { committedMetadata: 'x'.repeat(5000) }, { partitionIndex: 1 })],
  })
  await player.askAll('as a member', 'OffsetCommit', { ...open, memberId: 'm', generationIdOrMemberEpoch: 1 })
  await player.askAll('a member without generation', 'OffsetCommit', { ...open, memberId: 'm' })
  await player.askAll('a generation without member', 'OffsetCommit', { ...open, generationIdOrMemberEpoch: 4 })
  await player.askAll('an instance', 'OffsetCommit', { ...open, groupInstanceId: 'i' })
  await player.askAll('of no group', 'OffsetCommit', { ...open, groupId: '' })
  await player.askAll('of a new group, as a member', 'OffsetCommit', {
    ...open,
    groupId: 'no-such-offsets',
    memberId: 'm',
    generationIdOrMemberEpoch: 0,
  })
  await player.askAll('nothing', 'OffsetCommit', { ...open, topics: [] })
  await player.askAll('a retention', 'OffsetCommit', { ...open, retentionTimeMs: 1000n, topics: [of('committed', {})] })
  const asked = [
    { name: 'committed', topicId: ids.get('committed'), partitionIndexes: [1, 0, 7, 0] },
    { name: 'no-such', topicId: nowhere, partitionIndexes: [0] },
    { name: 'committed-too', topicId: ids.get('committed-too'), partitionIndexes: [0] },
  ]
  for (const requireStable of [false, true]) {
    const what = requireStable ? ', stable' : ''
    await player.askAll(`some${what}`, 'OffsetFetch', {
      groupId,
      topics: asked,
      requireStable,
      groups: [
        { groupId, topics: asked },
        { groupId: 'no-such', topics: asked },
        { groupId: '', topics: asked },
      ],
    })
    await player.askAll(`all${what}`, 'OffsetFetch', {
      groupId,
      topics: null,
      requireStable,
      groups: [
        { groupId, topics: null },
        { groupId: 'no-such', topics: null },
      ],
    })
    await player.askAll(`none${what}`, 'OffsetFetch', {
      groupId,
      topics: [],
      requireStable,
      groups: [{ groupId, topics: [] }],
    })
  }
  await player.askAll('no group', 'OffsetFetch', { groupId: '', topics: asked, groups: [] })
  await player.askAll('a group twice', 'OffsetFetch', {
    groupId,
    topics: asked,
    groups: [
      { groupId, topics: asked },
      { groupId, topics: [] },
    ],
  })
  await player.askAll('a member', 'OffsetFetch', {
    groupId,
    topics: [],
    groups: [{ groupId, memberId: 'm', memberEpoch: 1, topics: asked }],
  })
  await player.askAll('a member of no group', 'OffsetFetch', {
    groupId,
    topics: [],
    groups: [{ groupId: 'no-such', memberId: 'm', memberEpoch: 1, topics: asked }],
  })
  const deleted = (...names: string[]) =>
    names.map((name) => ({ name, partitions: [{ partitionIndex: 0 }, { partitionIndex: 9 }] }))
  for (const group of [groupId, 'no-such', '']) {
    await player.askAll(`of ${JSON.stringify(group)}`, 'OffsetDelete', {
      groupId: group,
      topics: deleted('committed-too', 'no-such'),
    })
  }
  await player.askAll('nothing', 'OffsetDelete', { groupId, topics: [] })
  const holder = await join(player, 'holder', 5, joining('held'))
  const memberId = at(holder, 'memberId')
  const subscription = Buffer.from('00010000000100 09636f6d6d6974746564 ffffffff 00000000'.replaceAll(' ', ''), 'hex')
  await player.ask(
    'subscribes',
    'JoinGroup',
    5,
    joining('held', { memberId, protocols: [{ name: 'range', metadata: subscription }] }),
  )
  await player.ask('subscribed syncs', 'SyncGroup', 5, { groupId: 'held', memberId, generationId: 2, assignments: [] })
  await player.ask('subscribed', 'OffsetDelete', 0, { groupId: 'held', topics: deleted('committed', 'committed-too') })
  await player.ask('not the member', 'OffsetCommit', 8, { ...open, groupId: 'held' })
  await player.ask('the member', 'OffsetCommit', 8, {
    ...open,
    groupId: 'held',
    memberId,
    generationIdOrMemberEpoch: 2,
  })
  await player.ask('the member too late', 'OffsetCommit', 8, {
    ...open,
    groupId: 'held',
    memberId,
    generationIdOrMemberEpoch: 1,
  })
  await player.ask('another than the member', 'OffsetCommit', 8, {
    ...open,
    groupId: 'held',
    memberId: 'm',
    generationIdOrMemberEpoch: 2,
  })
  await player.ask('one that has members', 'DeleteGroups', 2, { groupsNames: ['held'] })
  await player.ask('it ends', 'LeaveGroup', 5, { groupId: 'held', members: [{ memberId }] })
}

async function listed(player: Player): Promise<void> {
  const filters = [
    [],
    ['Empty'],
    ['empty'],
    ['Stable', 'Dead'],
    ['none'],
    ['PreparingRebalance', 'CompletingRebalance', 'Assigning', 'Reconciling'],
  ]
  for (const statesFilter of filters) {
    for (const typesFilter of [[], ['classic'], ['Consumer'], ['share'], ['none']]) {
      await player.askAll(`${statesFilter.join()} of type ${typesFilter.join()}`, 'ListGroups', {
        statesFilter,
        typesFilter,
      })
    }
  }
}

async function removed(player: Player): Promise<void> {
  await player.askAll('groups', 'DeleteGroups', (version) => ({
    groupsNames: [`alone-${version}`, 'no-such', '', `alone-${version}`, 'together'],
  }))
  await player.askAll('none', 'DeleteGroups', { groupsNames: [] })
  await player.askAll('described afterwards', 'DescribeGroups', { groups: ['alone-0', 'together'] })
}
