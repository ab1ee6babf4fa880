import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { stateOf, topicNamesOf, type ConsumerGroup } from '../../../../broker/groups/consumer/consumer-group.ts'
import { consumerGroupTombstones } from '../../../../broker/groups/consumer/consumer-records.ts'
import { replayConsumerRecord } from '../../../../broker/groups/consumer/consumer-replay.ts'
import { decodeGroupRecord } from '../../../../broker/groups/records/group-record.ts'
import { ConsumerGroupSimulation, type SimulatedConsumer } from '../../../support/groups/consumer-group-simulation.ts'

/** Dynamic members, two processes that want to be one static member, and a static member of its own. */
const instances = [null, null, null, 'shared', 'shared', 'own']
const topicNames = ['t', 'u', 'v', 'later']

const subscribing = fc.record({
  names: fc.subarray(topicNames),
  regex: fc.constantFrom(null, 't|u', '.*', 'l.+', 'nothing'),
  assignor: fc.constantFrom(null, 'uniform', 'range'),
})
const client = fc.integer({ min: 0, max: instances.length - 1 })
const action = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('join' as const), client, subscribing }) },
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('heartbeat' as const), client }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom('lose' as const, 'leave' as const, 'away' as const, 'expire' as const, 'run-out' as const),
      client,
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('subscribe' as const), client, subscribing }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constantFrom('grow' as const, 'drop' as const),
      topic: fc.constantFrom(...topicNames),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restart' as const) }) },
)
type Action = typeof action extends fc.Arbitrary<infer A> ? A : never

type ClientAction = Extract<Action, { readonly client: number }>

class Play {
  readonly simulation = new ConsumerGroupSimulation()
  readonly clients = instances.map((instance, index) => this.simulation.consumer(`c${index}-`, instance))

  constructor() {
    for (const topic of ['t', 'u', 'v']) this.simulation.topics.put(topic, 3)
  }

  perform(act: Action): void {
    const { simulation } = this
    simulation.nowMs++
    if (act.kind === 'restart') simulation.restart()
    else if ('client' in act) this.#performOf(act, this.clients[act.client])
    else if (act.kind === 'drop') simulation.topics.drop(act.topic)
    else simulation.topics.put(act.topic, (simulation.topics.byName(act.topic)?.partitionCount ?? 0) + 2)
  }

  #performOf(act: ClientAction, who: SimulatedConsumer | undefined): void {
    if (who === undefined) throw new Error('no such client')
    const { simulation } = this
    // Whoever starts anew has died before: its partitions are not read any more, whatever the group still believes.
    if (act.kind === 'join') simulation.join(who, act.subscribing)
    else if (act.kind === 'subscribe') who.subscribing = act.subscribing
    else if (who.memberId === '') return
    else if (act.kind === 'heartbeat') simulation.heartbeat(who)
    else if (act.kind === 'lose') simulation.heartbeat(who, 'is lost')
    else if (act.kind === 'leave') simulation.leave(who, -1)
    else if (act.kind === 'away') simulation.leave(who, -2)
    else if (act.kind === 'expire') simulation.expire(who)
    else simulation.runOut(who)
  }
}

function pairs(owned: ReadonlyMap<string, ReadonlyMap<number, unknown> | ReadonlySet<number>>): string[] {
  return [...owned].flatMap(([topicId, partitions]) => [...partitions.keys()].map((each) => `${topicId} ${each}`))
}

function expectEachOnce(all: readonly string[]): void {
  expect(all.length).toBe(new Set(all).size)
}

/** What stands at the top of consumer-group.ts. */
function checkInvariants(group: ConsumerGroup): void {
  const members = [...group.members.values()]
  expectEachOnce(
    members.flatMap(({ assigned, pendingRevocation }) => [...pairs(assigned), ...pairs(pendingRevocation)]),
  )
  expectEachOnce([...group.targets.values()].flatMap(pairs))
  expectEachOnce(members.flatMap(({ instanceId }) => instanceId ?? []))
  for (const memberId of group.targets.keys()) expect(group.members.has(memberId)).toBe(true)
  expect(group.assignmentEpoch).toBeLessThanOrEqual(group.epoch)
  for (const [memberId, member] of group.members) {
    expect(member.memberId).toBe(memberId)
    expect(member.memberEpoch).toBeLessThanOrEqual(group.assignmentEpoch)
    expect(member.pendingRevocation.size > 0 && member.state !== 'unrevoked-partitions').toBe(false)
  }
  const regexes = new Set(members.flatMap(({ subscribedTopicRegex }) => subscribedTopicRegex || []))
  for (const regex of group.regexes.keys()) expect(regexes.has(regex)).toBe(true)
}

/** All but the order of maps and what is not kept. */
function kept(group: ConsumerGroup): unknown {
  return { ...group, checkedVersion: null, regexesCheckedMs: 0 }
}

const script = fc.array(action, { minLength: 1, maxLength: 60, size: 'max' })

test('no partition has two readers, and the log tells the same story as the group', () => {
  const seen = new Set<string>()
  fc.assert(
    fc.property(script, (actions) => {
      const play = new Play()
      let epoch = 0
      for (const act of actions) {
        play.perform(act)
        const { group } = play.simulation
        seen.add(stateOf(group))
        for (const { state } of group.members.values()) seen.add(state)
        checkInvariants(group)
        expectEachOnce(play.clients.flatMap(({ owned }) => pairs(owned)))
        expect([...play.simulation.sessions].sort()).toEqual([...group.members.keys()].sort())
        const unrevoked = [...group.members.values()].filter(({ state }) => state === 'unrevoked-partitions')
        for (const { memberId, memberEpoch } of unrevoked) {
          if (memberEpoch > 0) expect(play.simulation.revocations.has(memberId)).toBe(true)
        }
        expect(group.epoch).toBeGreaterThanOrEqual(epoch)
        epoch = group.epoch
        expect(kept(play.simulation.replayed)).toEqual(kept(group))
      }
    }),
    { numRuns: 200 },
  )
  expect([...seen].sort()).toEqual([
    'Assigning',
    'Empty',
    'Reconciling',
    'Stable',
    'stable',
    'unreleased-partitions',
    'unrevoked-partitions',
  ])
})

/** Everybody who is still in says so, and comes back when told to; who has gone is forgotten. */
function settle({ simulation, clients }: Play): void {
  for (const { memberId } of simulation.group.members.values()) {
    const alive = clients.some((each) => each.memberId === memberId)
    const away = simulation.group.members.get(memberId)?.memberEpoch === -2
    if (!alive || away) simulation.expire({ ...simulation.consumer('gone', null), memberId })
  }
  for (let round = 0; round < 12; round++) {
    for (const who of clients) {
      if (!simulation.group.members.has(who.memberId)) continue
      const { error } = simulation.heartbeat(who)
      if (error === null || (error === 'fenced-member-epoch' && simulation.rejoin(who).error === null)) continue
      // A static member that has lost its epoch, or the answer to joining, has to wait for its own session to end, as
      // with Apache Kafka.
      simulation.expire(who)
      simulation.rejoin(who)
    }
  }
}

test('left alone it comes to rest, with every partition that is read at one reader who knows it', () => {
  fc.assert(
    fc.property(script, (actions) => {
      const play = new Play()
      for (const act of actions) play.perform(act)
      settle(play)
      const { group, topics } = play.simulation
      const members = [...group.members.values()]
      expect(stateOf(group)).toBe(members.length === 0 ? 'Empty' : 'Stable')
      const read = new Set(members.flatMap((member) => [...topicNamesOf(group, member)]))
      const wanted = [...read].flatMap((name) => {
        const topic = topics.byName(name)
        return Array.from({ length: topic?.partitionCount ?? 0 }, (_, each) => `${topic?.topicId ?? ''} ${each}`)
      })
      expect(members.flatMap(({ assigned }) => pairs(assigned)).sort()).toEqual(wanted.sort())
      for (const member of members) {
        const owner = play.clients.find(({ memberId }) => memberId === member.memberId)
        expect(pairs(owner?.owned ?? new Map()).sort()).toEqual(pairs(member.assigned).sort())
      }
    }),
    { numRuns: 200 },
  )
})

test('deleted, nothing is left of it in the log', () => {
  fc.assert(
    fc.property(script, (actions) => {
      const play = new Play()
      for (const act of actions) play.perform(act)
      let group: ConsumerGroup | null = play.simulation.replayed
      for (const { key, value } of consumerGroupTombstones(play.simulation.group)) {
        expect(value).toBeNull()
        group = replayConsumerRecord(group, decodeGroupRecord(key, value))
      }
      expect(group).toBeNull()
    }),
  )
})
