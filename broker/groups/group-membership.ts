import type { Random } from '../environment/random.ts'
import { joinAsClassic } from './consumer/classic-join.ts'
import { heartbeatAsClassic, leaveAsClassic, syncAsClassic } from './consumer/classic-members.ts'
import { newConsumerGroup } from './consumer/consumer-group.ts'
import { consumerHeartbeat, type ConsumerHeartbeatStep } from './consumer/consumer-heartbeat.ts'
import type { ConsumerHeartbeatRequest, ConsumerHeartbeatResult } from './consumer/consumer-messages.ts'
import { checkConsumerHeartbeat } from './consumer/heartbeat-checks.ts'
import { upgradeWithHeartbeat } from './consumer/upgrade.ts'
import { isEmpty } from './group.ts'
import type { GroupErrorKind } from './group-error.ts'
import type { GroupRegistry } from './group-registry.ts'
import { joinGroup } from './join-group.ts'
import type {
  HeartbeatRequest,
  JoinGroupRequest,
  JoinGroupResult,
  LeaveGroupRequest,
  LeaveGroupResult,
  SyncGroupRequest,
  SyncGroupResult,
} from './membership-messages.ts'
import { heartbeat, leaveGroup } from './stay-and-leave.ts'
import { syncGroup } from './sync-group.ts'

/**
 * Who belongs to the groups. Members of both protocols meet here: a request goes to what the group is at the moment, and
 * may make it something else.
 *
 *                     ConsumerGroupHeartbeat of a first member
 *      classic group ─────────────────────────────────────────▶ group of KIP-848
 *          ▲                                                       │  (also with members of the classic protocol)
 *          └─── the last member of the newer protocol goes ────────┘
 *
 * An empty group of one kind becomes one of the other kind as soon as somebody joins it.
 */
export class GroupMembership {
  readonly #registry: GroupRegistry
  readonly #random: Random

  constructor(registry: GroupRegistry, random: Random) {
    this.#registry = registry
    this.#random = random
  }

  /** Waits until the rebalance of a classic group is through, unless there is nothing to wait for. */
  async join(request: JoinGroupRequest): Promise<JoinGroupResult> {
    const registry = this.#registry
    const { groupId, memberId } = request
    const group = registry.get(groupId)
    const newMemberId = `${request.instanceId ?? request.clientId}-${this.#randomUuid()}`
    if (group?.type === 'consumer' && !isEmpty(group)) {
      const step = joinAsClassic(group, { request, newMemberId }, registry.consumerContext(groupId))
      return registry.take(step) ? step.result : { error: 'coordinator-not-available', memberId }
    }
    if (memberId !== '' && group?.type !== 'classic') return { error: 'unknown-member-id', memberId }
    return registry.takeJoin(
      (waiter) => joinGroup(registry.classicOrNew(groupId), { request, waiter, newMemberId }, registry.context()),
      memberId,
    )
  }

  /** Waits until the leader has brought the assignment; in a group of KIP-848 there is nothing to wait for. */
  async sync(request: SyncGroupRequest): Promise<SyncGroupResult> {
    const registry = this.#registry
    const group = registry.get(request.groupId)
    if (group === null) return { error: 'unknown-member-id' }
    if (group.type === 'classic') {
      return registry.takeSync((waiter) => syncGroup(group, { request, waiter }, registry.context()))
    }
    const { result, effects } = syncAsClassic(group, request, registry.consumerContext(group.groupId))
    registry.carryOut(group.groupId, effects)
    return result
  }

  heartbeat(request: HeartbeatRequest): GroupErrorKind | null {
    const registry = this.#registry
    const group = registry.get(request.groupId)
    if (group === null) return 'unknown-member-id'
    const { error, effects } =
      group.type === 'classic'
        ? heartbeat(group, request)
        : heartbeatAsClassic(group, request, registry.consumerContext(group.groupId))
    registry.carryOut(group.groupId, effects)
    return error
  }

  leave(request: LeaveGroupRequest): LeaveGroupResult {
    const registry = this.#registry
    const group = registry.get(request.groupId)
    if (group === null) return { error: 'unknown-member-id', members: [] }
    const step =
      group.type === 'classic'
        ? leaveGroup(group, request, registry.context())
        : leaveAsClassic(group, request, registry.consumerContext(group.groupId))
    return registry.take(step) ? step.result : { error: 'coordinator-not-available', members: [] }
  }

  consumerHeartbeat(request: ConsumerHeartbeatRequest): ConsumerHeartbeatResult {
    const registry = this.#registry
    const refusal = checkConsumerHeartbeat(request, registry.consumerContext(request.groupId).config)
    if (refusal !== null) return refusal
    const memberId = request.memberId === '' ? this.#randomId() : request.memberId
    const step = this.#heartbeatStep({ ...request, memberId })
    if (step.result.error !== null || registry.take(step)) return step.result
    return { error: 'coordinator-not-available', message: 'The change of the group could not be written.' }
  }

  #heartbeatStep(request: ConsumerHeartbeatRequest): ConsumerHeartbeatStep {
    const { groupId, memberEpoch } = request
    const context = { ...this.#registry.consumerContext(groupId), isVisible: request.isVisible }
    const group = this.#registry.get(groupId)
    if (group?.type === 'consumer') return consumerHeartbeat(group, request, context)
    if (memberEpoch !== 0) {
      const message = group === null ? `Group ${groupId} not found.` : `Group ${groupId} is not a consumer group.`
      const result = { error: 'group-id-not-found', message } as const
      return { group: group ?? newConsumerGroup(groupId), effects: [], result }
    }
    if (group === null || isEmpty(group)) return consumerHeartbeat(newConsumerGroup(groupId), request, context)
    return upgradeWithHeartbeat(group, request, context)
  }

  /** A UUID as Kafka writes its own. */
  #randomId(): string {
    return Buffer.from(this.#random.bytes(16)).toString('base64url')
  }

  /** A random (version 4) UUID as Java writes it: member ids look the same whichever broker made them. */
  #randomUuid(): string {
    const hex = Buffer.from(this.#random.bytes(16)).toString('hex')
    const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16)
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`
  }
}
