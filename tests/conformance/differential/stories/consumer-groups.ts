import { at, type Answer, type Player } from '../player.ts'
import { makeTopics } from './topics.ts'

const joining = (groupId: string, memberId: string, details: object = {}) => ({
  groupId,
  memberId,
  memberEpoch: 0,
  rebalanceTimeoutMs: 60_000,
  subscribedTopicNames: ['consumed'],
  topicPartitions: [],
  ...details,
})

/** Groups of the consumer protocol (KIP-848). */
export async function aboutConsumerGroups(player: Player): Promise<void> {
  await player.waitForCoordinators()
  const ids = await makeTopics(player, { consumed: 2, 'consumed-too': 1 })
  const topicId = ids.get('consumed')
  await refused(player)
  await alone(player, topicId)
  await together(player, topicId)
  await described(player)
  await mixed(player)
}

async function refused(player: Player): Promise<void> {
  const odd: Readonly<Record<string, object>> = {
    'no group': { groupId: '' },
    'blank group': { groupId: ' ' },
    'no member': { memberId: '' },
    'blank member': { memberId: ' ' },
    'long member': { memberId: 'x'.repeat(37) },
    'no timeout': { rebalanceTimeoutMs: -1 },
    'zero timeout': { rebalanceTimeoutMs: 0 },
    'no topics': { subscribedTopicNames: null },
    'an empty subscription': { subscribedTopicNames: [] },
    'no partitions': { topicPartitions: null },
    'partitions at once': { topicPartitions: [{ topicId: 'AAAAAAAAAAAAAAAAAAAAAQ', partitions: [0] }] },
    'an unknown assignor': { serverAssignor: 'sticky' },
    'no assignor': { serverAssignor: '' },
    range: { serverAssignor: 'range' },
    'an empty instance': { instanceId: '' },
    'an empty rack': { rackId: '' },
    'a bad expression': { subscribedTopicNames: null, subscribedTopicRegex: '(' },
    'an empty expression': { subscribedTopicNames: null, subscribedTopicRegex: '' },
    'an expression': { subscribedTopicNames: null, subscribedTopicRegex: 'consumed.*' },
    both: { subscribedTopicRegex: 'consumed.*' },
    'an epoch of the future': { memberEpoch: 9 },
    leaving: { memberEpoch: -1 },
    'leaving for a while': { memberEpoch: -2 },
    'leaving for a while, static': { memberEpoch: -2, instanceId: 'i' },
    'a wrong epoch': { memberEpoch: -3 },
    'an unknown topic': { subscribedTopicNames: ['no-such'] },
    'a topic twice': { subscribedTopicNames: ['consumed', 'consumed'] },
  }
  for (const [question, details] of Object.entries(odd)) {
    await keeping(player, question, (version) =>
      joining(`refused ${question} ${version}`, `m-${question}`.slice(0, 36), details),
    )
  }
}

/** Version 0 lets the coordinator make member ids, which get names. */
async function keeping(player: Player, question: string, request: (version: number) => object): Promise<Answer> {
  let last: Answer = null
  for (const version of [0, 1]) {
    const { answer, keep } = await player.asking(question, 'ConsumerGroupHeartbeat', version, { ...request(version) })
    const memberId = String(at(answer, 'memberId'))
    if (memberId.length === 22) player.call(memberId, 'a made member')
    keep()
    last = answer
  }
  return last
}

async function alone(player: Player, topicId: string | undefined): Promise<void> {
  const groupId = 'lonely'
  const beat = (question: string, request: object) => player.ask(question, 'ConsumerGroupHeartbeat', 1, { ...request })
  const base = { groupId, memberId: 'a', rebalanceTimeoutMs: -1, subscribedTopicNames: null, topicPartitions: null }
  await beat('joins', joining(groupId, 'a'))
  await beat('joins again', joining(groupId, 'a'))
  await beat('lives', { ...base, memberEpoch: 1 })
  await beat('owns', { ...base, memberEpoch: 1, topicPartitions: [{ topicId, partitions: [0, 1] }] })
  await beat('owns more than it has', {
    ...base,
    memberEpoch: 1,
    topicPartitions: [{ topicId, partitions: [0, 1, 2] }],
  })
  await beat('wants another topic', { ...base, memberEpoch: 1, subscribedTopicNames: ['consumed-too', 'consumed'] })
  await beat('is at an epoch before', { ...base, memberEpoch: 1, topicPartitions: [{ topicId, partitions: [0, 1] }] })
  await beat('is at an epoch long before', {
    ...base,
    memberEpoch: 0,
    rebalanceTimeoutMs: 1000,
    subscribedTopicNames: ['consumed'],
    topicPartitions: [],
  })
  await beat('is ahead', { ...base, memberEpoch: 99 })
  await beat('a stranger', { ...base, memberId: 'b', memberEpoch: 1 })
  await beat('of no group', { ...base, groupId: 'no-such', memberEpoch: 1 })
  const commit = {
    groupId,
    memberId: 'a',
    topics: [
      { name: 'consumed', topicId, partitions: [{ partitionIndex: 0, committedOffset: 1n, committedMetadata: '' }] },
    ],
  }
  for (const generationIdOrMemberEpoch of [-1, 0, 1, 2, 3, 4, 99]) {
    await player.askAll(`at epoch ${generationIdOrMemberEpoch}`, 'OffsetCommit', {
      ...commit,
      generationIdOrMemberEpoch,
    })
    await player.askAll(`at epoch ${generationIdOrMemberEpoch}`, 'OffsetFetch', {
      groupId,
      topics: [],
      groups: [
        {
          groupId,
          memberId: 'a',
          memberEpoch: generationIdOrMemberEpoch,
          topics: [{ name: 'consumed', topicId, partitionIndexes: [0] }],
        },
      ],
    })
  }
  await player.askAll('of nobody', 'OffsetCommit', { ...commit, memberId: '', generationIdOrMemberEpoch: -1 })
  await player.askAll('of a stranger', 'OffsetCommit', { ...commit, memberId: 'b', generationIdOrMemberEpoch: 1 })
  await player.ask('still subscribed', 'OffsetDelete', 0, {
    groupId,
    topics: [
      { name: 'consumed', partitions: [{ partitionIndex: 0 }] },
      { name: 'no-such', partitions: [{ partitionIndex: 0 }] },
    ],
  })
  await player.ask('still there', 'DeleteGroups', 2, { groupsNames: [groupId] })
  await player.askAll('one that is consuming', 'ConsumerGroupDescribe', {
    groupIds: [groupId],
    includeAuthorizedOperations: true,
  })
  await beat('leaves', { ...base, memberEpoch: -1 })
  await beat('leaves again', { ...base, memberEpoch: -1 })
  await player.askAll('one that is empty', 'ConsumerGroupDescribe', { groupIds: [groupId] })
}

async function together(player: Player, topicId: string | undefined): Promise<void> {
  const groupId = 'sharing'
  const all = [{ topicId, partitions: [0, 1] }]
  const beat = (question: string, request: object) => player.ask(question, 'ConsumerGroupHeartbeat', 1, { ...request })
  const base = { groupId, rebalanceTimeoutMs: -1, subscribedTopicNames: null, topicPartitions: null }
  await beat('one joins', joining(groupId, 'one', { instanceId: 'first', rackId: 'r', serverAssignor: 'uniform' }))
  await beat('one owns all', { ...base, memberId: 'one', instanceId: 'first', memberEpoch: 1, topicPartitions: all })
  await beat('two joins', joining(groupId, 'two'))
  await beat('one is asked to give up', {
    ...base,
    memberId: 'one',
    instanceId: 'first',
    memberEpoch: 1,
    topicPartitions: all,
  })
  await player.askAll('while it is given up', 'ConsumerGroupDescribe', { groupIds: [groupId] })
  const first = await beat('one owns nothing', {
    ...base,
    memberId: 'one',
    instanceId: 'first',
    memberEpoch: 1,
    topicPartitions: [],
  })
  const kept = at(first, 'assignment.topicPartitions')
  await beat('one owns what is left', {
    ...base,
    memberId: 'one',
    instanceId: 'first',
    memberEpoch: 2,
    ...(kept === undefined ? {} : { topicPartitions: kept }),
  })
  await beat('two goes on', { ...base, memberId: 'two', memberEpoch: 2 })
  await beat('the same instance', joining(groupId, 'three', { instanceId: 'first' }))
  await beat('one, as another instance', { ...base, memberId: 'one', instanceId: 'second', memberEpoch: 2 })
  await beat('one goes for a while', { ...base, memberId: 'one', instanceId: 'first', memberEpoch: -2 })
  await beat('one comes back', joining(groupId, 'three', { instanceId: 'first' }))
  await beat('its old self', { ...base, memberId: 'one', instanceId: 'first', memberEpoch: 2 })
  await player.askAll('all', 'ConsumerGroupDescribe', { groupIds: [groupId], includeAuthorizedOperations: true })
  await player.askAll('both', 'DescribeGroups', { groups: [groupId] })
  await player.askAll('with its groups', 'ListGroups', { typesFilter: ['consumer'] })
  await player.ask('told to leave', 'LeaveGroup', 5, {
    groupId,
    members: [{ memberId: '', groupInstanceId: 'first' }, { memberId: 'two' }, { memberId: 'nobody' }],
  })
  await player.askAll('none', 'ConsumerGroupDescribe', { groupIds: [groupId] })
}

async function described(player: Player): Promise<void> {
  await player.askAll('no such', 'ConsumerGroupDescribe', {
    groupIds: ['no-such', '', 'no-such', 'lonely'],
    includeAuthorizedOperations: true,
  })
  await player.askAll('no groups', 'ConsumerGroupDescribe', { groupIds: [] })
}

/** Classic requests to a group of the consumer protocol, and the other way round. */
async function mixed(player: Player): Promise<void> {
  await player.ask('joins', 'ConsumerGroupHeartbeat', 1, joining('modern', 'a'))
  const classic = {
    groupId: 'modern',
    sessionTimeoutMs: 30_000,
    rebalanceTimeoutMs: 1000,
    memberId: '',
    protocolType: 'consumer',
    protocols: [{ name: 'range', metadata: Buffer.from('bad') }],
  }
  await player.ask('a classic member without subscription', 'JoinGroup', 9, classic)
  await player.ask('a classic member of another type', 'JoinGroup', 9, { ...classic, protocolType: 'connect' })
  await player.askAll('a classic heartbeat', 'Heartbeat', { groupId: 'modern', memberId: 'a', generationId: 1 })
  await player.askAll('a classic sync', 'SyncGroup', {
    groupId: 'modern',
    memberId: 'a',
    generationId: 1,
    protocolType: 'consumer',
    protocolName: 'range',
  })
  await player.askAll('a classic description', 'DescribeGroups', { groups: ['modern'] })
  const entered = await player.asking('a member that is not a consumer', 'JoinGroup', 3, {
    ...classic,
    groupId: 'connectors',
    protocolType: 'connect',
  })
  player.call(at(entered.answer, 'memberId'), 'member connector')
  entered.keep()
  await player.askAll('a classic group', 'ConsumerGroupHeartbeat', joining('connectors', 'a'))
  await player.askAll('a classic group', 'ConsumerGroupDescribe', { groupIds: ['connectors'] })
  await player.ask('leaves', 'LeaveGroup', 2, { groupId: 'connectors', memberId: at(entered.answer, 'memberId') })
  await player.askAll('an empty classic group', 'ConsumerGroupHeartbeat', (version) =>
    joining('connectors', `a-${version}`),
  )
}
