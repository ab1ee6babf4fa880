import type { Assignment } from '../../../broker/groups/consumer/assignors/assignor.ts'
import { newConsumerGroup, type ConsumerGroup } from '../../../broker/groups/consumer/consumer-group.ts'
import { consumerHeartbeat } from '../../../broker/groups/consumer/consumer-heartbeat.ts'
import type {
  ConsumerHeartbeatRequest,
  ConsumerHeartbeatResult,
} from '../../../broker/groups/consumer/consumer-messages.ts'
import { replayConsumerRecord } from '../../../broker/groups/consumer/consumer-replay.ts'
import { defaultConsumerGroupConfig } from '../../../broker/groups/consumer/consumer-group-config.ts'
import type { Step } from '../../../broker/groups/group.ts'
import { defaultGroupConfig } from '../../../broker/groups/group-config.ts'
import { timersAfterLoading } from '../../../broker/groups/consumer/consumer-timers.ts'
import { checkConsumerHeartbeat } from '../../../broker/groups/consumer/heartbeat-checks.ts'
import { consumerTimerFired } from '../../../broker/groups/consumer/stop-membership.ts'
import { decodeGroupRecord, type GroupRecord } from '../../../broker/groups/records/group-record.ts'
import { MemoryTopics } from './memory-topics.ts'

/** What a client is configured with. */
export interface Subscribing {
  readonly names: readonly string[]
  readonly regex: string | null
  readonly assignor: string | null
}

/** A consumer that does what Apache's does: takes what it is given, lets go of what it is told to, and says so. */
export interface SimulatedConsumer {
  readonly name: string
  readonly instanceId: string | null
  subscribing: Subscribing
  memberId: string
  epoch: number
  owned: Assignment
}

/** One group, its consumers and its log. */
export class ConsumerGroupSimulation {
  readonly topics = new MemoryTopics()
  readonly log: GroupRecord[] = []
  /** Rebalance timers that run: the epoch that each member must have left. */
  readonly revocations = new Map<string, number>()
  /** The members whose sessions are watched. */
  readonly sessions = new Set<string>()
  maxSize = 100
  assignmentIntervalMs = 0
  nowMs = 0
  group: ConsumerGroup = newConsumerGroup('g')
  #nextMember = 1
  #replayed: ConsumerGroup | null = null

  consumer(name: string, instanceId: string | null): SimulatedConsumer {
    const subscribing = { names: [], regex: null, assignor: null }
    return { name, instanceId, subscribing, memberId: '', epoch: 0, owned: new Map() }
  }

  /** A new member id and nothing owned: what a consumer does when it starts. */
  join(consumer: SimulatedConsumer, subscribing: Subscribing): ConsumerHeartbeatResult {
    consumer.subscribing = subscribing
    consumer.memberId = `${consumer.name}#${this.#nextMember++}`
    return this.rejoin(consumer)
  }

  rejoin(consumer: SimulatedConsumer): ConsumerHeartbeatResult {
    consumer.epoch = 0
    consumer.owned = new Map()
    return this.heartbeat(consumer)
  }

  /** Tells what the consumer owns and takes the answer in, unless it gets lost. */
  heartbeat(consumer: SimulatedConsumer, answer: 'arrives' | 'is lost' = 'arrives'): ConsumerHeartbeatResult {
    const result = this.send(requestOf(consumer))
    if (answer === 'is lost') return result
    if (result.error === null) {
      consumer.epoch = result.memberEpoch
      consumer.owned = result.assignment ?? consumer.owned
    } else {
      consumer.owned = new Map()
    }
    return result
  }

  leave(consumer: SimulatedConsumer, epoch: -1 | -2): ConsumerHeartbeatResult {
    const result = this.send({ ...requestOf(consumer), memberEpoch: epoch })
    consumer.owned = new Map()
    return result
  }

  /** The consumer was not heard of for too long. */
  expire(consumer: SimulatedConsumer): void {
    this.sessions.delete(consumer.memberId)
    consumer.owned = new Map()
    this.#take(consumerTimerFired(this.group, { kind: 'session', memberId: consumer.memberId }, this.context()))
  }

  /** The rebalance timer of the consumer runs out, if it runs. */
  runOut(consumer: SimulatedConsumer): void {
    const { memberId } = consumer
    const memberEpoch = this.revocations.get(memberId)
    if (memberEpoch === undefined) return
    this.revocations.delete(memberId)
    this.#take(consumerTimerFired(this.group, { kind: 'revocation', memberId, memberEpoch }, this.context()))
    if (!this.group.members.has(memberId)) consumer.owned = new Map()
  }

  send(request: ConsumerHeartbeatRequest): ConsumerHeartbeatResult {
    const refusal = checkConsumerHeartbeat(request, this.context().config)
    if (refusal !== null) return refusal
    const step = consumerHeartbeat(this.group, request, this.context())
    this.#take(step)
    return step.result
  }

  /** The group as its log tells it. */
  get replayed(): ConsumerGroup {
    return this.#replayed ?? newConsumerGroup('g')
  }

  restart(): void {
    this.sessions.clear()
    this.revocations.clear()
    const effects = timersAfterLoading(this.replayed, defaultConsumerGroupConfig)
    this.#take({ group: this.replayed, effects })
  }

  context() {
    const config = {
      ...defaultConsumerGroupConfig,
      maxSize: this.maxSize,
      assignmentIntervalMs: this.assignmentIntervalMs,
    }
    return { nowMs: this.nowMs, config, classicConfig: defaultGroupConfig, topics: this.topics, isVisible: () => true }
  }

  #take({ group, effects }: Step): void {
    if (group.type !== 'consumer') throw new Error('nobody here speaks the classic protocol')
    this.group = group
    for (const effect of effects) {
      if (effect.kind === 'write') {
        const records = effect.records.map(({ key, value }) => decodeGroupRecord(key, value))
        for (const record of records) this.#replayed = replayConsumerRecord(this.#replayed, record)
        this.log.push(...records)
      } else if (!('timer' in effect) || !('memberId' in effect.timer)) {
        throw new Error(`${effect.kind} is of a classic group`)
      } else if (effect.timer.kind === 'session') {
        if (effect.kind === 'set-timer') this.sessions.add(effect.timer.memberId)
        else this.sessions.delete(effect.timer.memberId)
      } else {
        this.revocations.delete(effect.timer.memberId)
        if (effect.kind === 'set-timer' && effect.timer.kind === 'revocation') {
          this.revocations.set(effect.timer.memberId, effect.timer.memberEpoch)
        }
      }
    }
  }
}

export function requestOf(consumer: SimulatedConsumer): ConsumerHeartbeatRequest {
  const { names, regex, assignor } = consumer.subscribing
  return {
    groupId: 'g',
    memberId: consumer.memberId,
    mustNameMember: true,
    memberEpoch: consumer.epoch,
    instanceId: consumer.instanceId,
    rackId: null,
    clientId: consumer.name,
    clientHost: '/127.0.0.1',
    isVisible: () => true,
    rebalanceTimeoutMs: 60_000,
    subscribedTopicNames: names,
    subscribedTopicRegex: regex ?? '',
    serverAssignor: assignor,
    topicPartitions: [...consumer.owned].map(([topicId, partitions]) => ({ topicId, partitions: [...partitions] })),
  }
}
