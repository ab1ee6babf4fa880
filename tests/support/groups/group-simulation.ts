import { ManualClock } from '../../../broker/environment/manual-clock.ts'
import { CommittedOffsets } from '../../../broker/groups/committed-offsets.ts'
import type { ClassicGroup } from '../../../broker/groups/classic-group.ts'
import type { Group } from '../../../broker/groups/group.ts'
import { defaultGroupConfig } from '../../../broker/groups/group-config.ts'
import { GroupLoader } from '../../../broker/groups/group-loader.ts'
import { GroupLog } from '../../../broker/groups/group-log.ts'
import { GroupRegistry } from '../../../broker/groups/group-registry.ts'
import { joinGroup } from '../../../broker/groups/join-group.ts'
import type { JoinGroupRequest } from '../../../broker/groups/membership-messages.ts'
import { heartbeat, leaveGroup } from '../../../broker/groups/stay-and-leave.ts'
import { syncGroup } from '../../../broker/groups/sync-group.ts'
import { MemoryGroupStorage } from './memory-group-storage.ts'
import { MemoryTopics, surroundingsWith } from './memory-topics.ts'

const groupId = 'g'

/** A client that knows what it was last told, and acts on it or not. */
export interface SimulatedClient {
  memberId: string
  generation: number
  readonly instanceId: string | null
}

/** One group with its log and clock, open to inspection. */
export class GroupSimulation {
  readonly clock = new ManualClock(0)
  readonly storage = new MemoryGroupStorage()
  readonly clients: readonly SimulatedClient[]
  /** Requests that have no answer yet. */
  unanswered = 0
  #registry: GroupRegistry
  #ids = 0

  constructor(instanceIds: readonly (string | null)[]) {
    this.clients = instanceIds.map((instanceId) => ({ memberId: '', generation: -1, instanceId }))
    this.#registry = this.#open()
  }

  get group(): ClassicGroup | null {
    return classic(this.#registry.get(groupId))
  }

  join(
    client: SimulatedClient,
    how: Pick<JoinGroupRequest, 'protocols' | 'mustJoinWithMemberId' | 'canSkipAssignment'>,
  ) {
    if (client.memberId !== '' && this.group === null) return
    const request: JoinGroupRequest = {
      ...how,
      groupId,
      memberId: client.memberId,
      instanceId: client.instanceId,
      clientId: 'client',
      clientHost: '/127.0.0.1',
      protocolType: 'consumer',
      sessionTimeoutMs: 10_000,
      rebalanceTimeoutMs: 20_000,
    }
    const newMemberId = `member-${++this.#ids}`
    const answer = this.#registry.takeJoin(
      (waiter) =>
        joinGroup(this.#registry.classicOrNew(groupId), { request, waiter, newMemberId }, this.#registry.context()),
      client.memberId,
    )
    this.#await(answer, (result) => {
      if (result.error === null) client.generation = result.generation
      if (result.error === null || result.error === 'member-id-required') client.memberId = result.memberId
      if (result.error === 'unknown-member-id' || result.error === 'fenced-instance-id') client.memberId = ''
    })
  }

  sync(client: SimulatedClient): void {
    const { group } = this
    if (group === null) return
    const members = [...group.members.keys()]
    const request = {
      groupId,
      memberId: client.memberId,
      instanceId: client.instanceId,
      generation: client.generation,
      protocolType: null,
      protocolName: null,
      assignments: members.map((memberId) => ({ memberId, assignment: Buffer.from(`of ${memberId}`) })),
    }
    const answer = this.#registry.takeSync((waiter) => syncGroup(group, { request, waiter }, this.#registry.context()))
    this.#await(answer, () => {})
  }

  heartbeat({ memberId, instanceId, generation }: SimulatedClient): void {
    if (this.group === null) return
    const { effects } = heartbeat(this.group, { groupId, memberId, instanceId, generation })
    this.#registry.carryOut(groupId, effects)
  }

  leave({ memberId, instanceId }: SimulatedClient): void {
    if (this.group === null) return
    this.#registry.take(
      leaveGroup(this.group, { groupId, members: [{ memberId, instanceId }] }, this.#registry.context()),
    )
  }

  /** The broker is killed and comes back with what is in the log. */
  restart(): void {
    this.#registry.close()
    this.#registry = this.#open()
  }

  /** The group as somebody would find it who only has the log. */
  replayed(): ClassicGroup | null {
    const registry = this.#open()
    const group = classic(registry.get(groupId))
    registry.close()
    return group
  }

  #open(): GroupRegistry {
    const log = new GroupLog({ storage: this.storage, clock: this.clock })
    const config = { ...defaultGroupConfig, maxSize: 3 }
    const registry = new GroupRegistry({
      log,
      clock: this.clock,
      config,
      surroundings: surroundingsWith(new MemoryTopics(), config),
    })
    const loader = new GroupLoader({ registry, offsets: new CommittedOffsets(), log })
    for (const { partition, key, value } of this.storage.records) {
      loader.replay(partition, { key, value, transactionalProducerId: null })
    }
    loader.finish(log.partitionFor(groupId))
    return registry
  }

  #await<Result>(answer: Promise<Result>, then: (result: Result) => void): void {
    this.unanswered++
    void answer.then((result) => {
      this.unanswered--
      then(result)
    })
  }
}

function classic(group: Group | null): ClassicGroup | null {
  if (group?.type === 'consumer') throw new Error('nobody here speaks the protocol of KIP-848')
  return group
}
