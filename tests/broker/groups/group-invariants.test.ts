import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { metadataFor, type ClassicGroup } from '../../../broker/groups/classic-group.ts'
import { GroupSimulation } from '../../support/groups/group-simulation.ts'

const protocolSets = [['range'], ['range', 'sticky'], ['sticky', 'range'], ['sticky']].map((names) =>
  names.map((name) => ({ name, metadata: Buffer.from(`for ${name}`) })),
)

/** Two dynamic members, two processes of one static member, and a static member of its own. */
const instances = [null, null, 'shared', 'shared', 'own']

const client = fc.integer({ min: 0, max: instances.length - 1 })

const action = fc.oneof(
  fc.record({
    kind: fc.constant('join' as const),
    client,
    protocols: fc.constantFrom(...protocolSets),
    modern: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('sync' as const), client }),
  fc.record({ kind: fc.constantFrom('heartbeat' as const, 'leave' as const, 'forget-id' as const), client }),
  fc.record({ kind: fc.constant('advance' as const), ms: fc.constantFrom(1, 1_000, 3_000, 9_999, 10_000, 20_000) }),
  fc.record({ kind: fc.constantFrom('restart' as const, 'refuse-writes' as const, 'allow-writes' as const) }),
)

type Action = typeof action extends fc.Arbitrary<infer A> ? A : never

async function perform(simulation: GroupSimulation, act: Action): Promise<void> {
  const who = 'client' in act ? simulation.clients[act.client] : undefined
  if (act.kind === 'advance') simulation.clock.advance(act.ms)
  else if (act.kind === 'restart') simulation.restart()
  else if (act.kind === 'refuse-writes') simulation.storage.refusesWrites = true
  else if (act.kind === 'allow-writes') simulation.storage.refusesWrites = false
  else if (who === undefined) throw new Error('no such client')
  else if (act.kind === 'sync') simulation.sync(who)
  else if (act.kind === 'heartbeat') simulation.heartbeat(who)
  else if (act.kind === 'leave') simulation.leave(who)
  else if (act.kind === 'forget-id') who.memberId = ''
  else if (act.kind === 'join') {
    const { protocols, modern } = act
    simulation.join(who, { protocols, mustJoinWithMemberId: modern, canSkipAssignment: modern })
  }
  await new Promise((resolve) => void setImmediate(resolve))
}

/** What stands at the top of classic-group.ts. */
function checkInvariants(group: ClassicGroup): void {
  const members = [...group.members.values()]
  if (group.state === 'Empty') expect([members, group.leaderId]).toEqual([[], null])
  if (group.state === 'CompletingRebalance' || group.state === 'Stable') expect(members.length).toBeGreaterThan(0)
  expect(group.leaderId !== null).toBe(members.length > 0)
  if (group.leaderId !== null) expect(group.members.has(group.leaderId)).toBe(true)
  const held = members.flatMap(({ instanceId }) => (instanceId === null ? [] : [instanceId]))
  expect(new Set(held).size).toBe(held.length)
  for (const id of group.pendingMembers) expect(group.members.has(id)).toBe(false)
  if (group.state !== 'PreparingRebalance') expect(group.initialDelay).toBeNull()
  for (const [id, member] of group.members) {
    expect(member.memberId).toBe(id)
    expect(member.syncWaiter !== null && member.isSyncDue).toBe(false)
    if (member.joinWaiter !== null) expect(group.state).toBe('PreparingRebalance')
    if (member.syncWaiter !== null) expect(group.state).toBe('CompletingRebalance')
    if (group.state !== 'Stable') continue
    expect(Buffer.from(member.assignment).toString()).toMatch(/^of member-/)
    expect(Buffer.from(metadataFor(member, group.protocolName)).toString()).toBe(`for ${group.protocolName}`)
  }
}

/** What must survive: all but requests, sessions, and protocols that were not elected. */
function settled(group: ClassicGroup | null): unknown {
  if (group === null) return null
  const members = [...group.members.values()].map((member) => ({
    memberId: member.memberId,
    instanceId: member.instanceId,
    timeouts: [member.sessionTimeoutMs, member.rebalanceTimeoutMs],
    metadata: Buffer.from(metadataFor(member, group.protocolName)).toString(),
    assignment: Buffer.from(member.assignment).toString(),
  }))
  const { state, generation, protocolType, protocolName, leaderId, stateTimestamp } = group
  return { state, generation, protocolType, protocolName, leaderId, stateTimestamp, members }
}

const script = fc.array(action, { minLength: 1, maxLength: 60, size: 'max' })

test('whatever clients, time and the disk do, the invariants hold and the log tells the same story', async () => {
  const seen = new Set<string>()
  await fc.assert(
    fc.asyncProperty(script, async (actions) => {
      const simulation = new GroupSimulation(instances)
      let generation = 0
      for (const act of actions) {
        await perform(simulation, act)
        const { group } = simulation
        if (act.kind === 'restart') generation = group?.generation ?? 0
        if (group === null) continue
        seen.add(group.state)
        checkInvariants(group)
        expect(group.generation).toBeGreaterThanOrEqual(generation)
        generation = group.generation
        const isSettled = group.state === 'Stable' || (group.state === 'Empty' && group.generation > 0)
        if (isSettled) expect(settled(simulation.replayed())).toEqual(settled(group))
      }
    }),
    { numRuns: 300 },
  )
  expect([...seen].sort()).toEqual(['CompletingRebalance', 'Empty', 'PreparingRebalance', 'Stable'])
})

test('nobody waits for ever, and a group whose members all fall silent becomes empty', async () => {
  await fc.assert(
    fc.asyncProperty(script, async (actions) => {
      const simulation = new GroupSimulation(instances)
      for (const act of actions) await perform(simulation, act)
      await perform(simulation, { kind: 'allow-writes' })
      // New members may wait for five minutes; after that come at most two rounds of rebalancing.
      for (let turn = 0; turn < 36; turn++) await perform(simulation, { kind: 'advance', ms: 20_000 })
      expect(simulation.unanswered).toBe(0)
      expect(simulation.group?.state ?? 'Empty').toBe('Empty')
      expect(simulation.group?.pendingMembers.size ?? 0).toBe(0)
    }),
    { numRuns: 300 },
  )
})
