import type { Clock } from '../environment/clock.ts'
import { newClassicGroup, type ClassicGroup, type Waiter } from './classic-group.ts'
import type { ConsumerEffect, ConsumerStepContext, ConsumerTimer } from './consumer/consumer-step.ts'
import type { ConsumerGroupConfig } from './consumer/consumer-group-config.ts'
import { consumerGroupTombstones } from './consumer/consumer-records.ts'
import { timersAfterLoading } from './consumer/consumer-timers.ts'
import { consumerTimerFired } from './consumer/stop-membership.ts'
import type { TopicDirectory } from './consumer/topic-directory.ts'
import type { Group, Step } from './group.ts'
import type { GroupConfig } from './group-config.ts'
import { GroupDraft, type GroupEffect, type GroupTimer, type StepContext } from './group-draft.ts'
import type { GroupLog } from './group-log.ts'
import { groupKey, groupToRecord } from './group-snapshot.ts'
import type { GroupLogRecord } from './group-storage.ts'
import { GroupTimers, type AnyGroupTimer } from './group-timers.ts'
import type { JoinGroupResult, SyncGroupResult } from './membership-messages.ts'
import { prepareRebalance } from './rebalance.ts'
import { renewSession, timerFired } from './stay-and-leave.ts'

/** What groups of KIP-848 have to know that is not theirs. */
export interface GroupSurroundings {
  /** The topics as they are now. */
  readonly topics: () => TopicDirectory
  /** The broker's configuration with what the group has of its own. */
  readonly configOf: (groupId: string) => ConsumerGroupConfig
}

/** A timer whose step could not be written runs out again after this long. */
const retryMs = 1_000

/**
 * The groups as they are now. A step is taken as a whole or not at all: first its record is written, then the new state
 * counts, then timers are set and answers go out.
 */
export class GroupRegistry {
  readonly #groups = new Map<string, Group>()
  readonly #log: GroupLog
  readonly #clock: Clock
  readonly #config: GroupConfig
  readonly #surroundings: GroupSurroundings
  readonly #timers: GroupTimers
  readonly #joins = new Waiting<JoinGroupResult>()
  readonly #syncs = new Waiting<SyncGroupResult>()

  constructor(options: {
    readonly log: GroupLog
    readonly clock: Clock
    readonly config: GroupConfig
    readonly surroundings: GroupSurroundings
  }) {
    this.#log = options.log
    this.#clock = options.clock
    this.#config = options.config
    this.#surroundings = options.surroundings
    this.#timers = new GroupTimers(options.clock, (groupId, timer) => {
      const group = this.#groups.get(groupId)
      if (group === undefined) return
      if (!this.take(this.#timerFired(group, timer))) this.#timers.set(groupId, timer, retryMs)
    })
  }

  /** All timers of a group go when it changes to the other protocol, so each fires for what has set it. */
  #timerFired(group: Group, timer: AnyGroupTimer): Step {
    return group.type === 'classic'
      ? timerFired(group, timer as GroupTimer, this.context())
      : consumerTimerFired(group, timer as ConsumerTimer, this.consumerContext(group.groupId))
  }

  get(groupId: string): Group | null {
    return this.#groups.get(groupId) ?? null
  }

  all(): Iterable<Group> {
    return this.#groups.values()
  }

  /** The classic group, or a new empty one that nobody knows of before a step with it is taken. */
  classicOrNew(groupId: string): ClassicGroup {
    const known = this.#groups.get(groupId)
    return known?.type === 'classic' ? known : newClassicGroup(groupId, this.#clock.now())
  }

  /** Puts a group in without writing it: it comes from the log, or has nothing worth writing yet. */
  put(group: Group): void {
    this.#groups.set(group.groupId, group)
  }

  remove(groupId: string): void {
    this.#groups.delete(groupId)
    this.#timers.cancelAllOf(groupId)
  }

  context(): StepContext {
    return { nowMs: this.#clock.now(), config: this.#config }
  }

  /** With the configuration that the group has of its own. */
  consumerContext(groupId: string): ConsumerStepContext {
    const { topics, configOf } = this.#surroundings
    return {
      nowMs: this.#clock.now(),
      config: configOf(groupId),
      classicConfig: this.#config,
      topics: topics(),
      isVisible: null,
    }
  }

  /** False when the step could not be written; nothing has changed then. */
  take({ group, effects }: Step): boolean {
    const { groupId } = group
    const before = this.get(groupId)
    const records = recordsOf({ group, effects }, before)
    if (records.length > 0) {
      if (!this.#log.append(groupId, [...this.#log.foreignTombstones(groupId), ...records])) return false
      this.#log.forgetForeign(groupId)
    }
    if (before !== null && before.type !== group.type) this.#timers.cancelAllOf(groupId)
    this.#groups.set(groupId, group)
    this.carryOut(groupId, effects)
    return true
  }

  carryOut(groupId: string, effects: Step['effects']): void {
    for (const effect of effects) {
      if (effect.kind === 'answer-join') this.#joins.answer(effect.waiter, effect.result)
      else if (effect.kind === 'answer-sync') this.#syncs.answer(effect.waiter, effect.result)
      else if (effect.kind === 'set-timer') this.#setTimer(groupId, effect)
      else if (effect.kind === 'cancel-timer') this.#timers.cancel(groupId, effect.timer)
    }
  }

  #setTimer(groupId: string, effect: Extract<GroupEffect | ConsumerEffect, { kind: 'set-timer' }>): void {
    const { timer, delayMs } = effect
    if ('unlessRunning' in effect && this.#timers.isRunning(groupId, timer)) return
    this.#timers.set(groupId, timer, delayMs)
  }

  /** A step that somebody waits for. When it cannot be written they are told so. */
  takeJoin(makeStep: (waiter: Waiter) => Step, memberId: string): Promise<JoinGroupResult> {
    return this.#joins.wait((waiter) => {
      if (!this.take(makeStep(waiter))) this.#joins.answer(waiter, { error: 'coordinator-not-available', memberId })
    })
  }

  takeSync(makeStep: (waiter: Waiter) => Step): Promise<SyncGroupResult> {
    return this.#syncs.wait((waiter) => {
      if (!this.take(makeStep(waiter))) this.#syncs.answer(waiter, { error: 'coordinator-not-available' })
    })
  }

  /** After loading: members have a whole session to be heard of. A group that may no longer be so large rebalances. */
  open(group: Group): void {
    if (group.type === 'consumer') {
      this.carryOut(group.groupId, timersAfterLoading(group, this.consumerContext(group.groupId).config))
      return
    }
    for (const memberId of group.members.keys()) this.carryOut(group.groupId, renewSession(group, memberId))
    if (group.members.size <= this.#config.maxSize) return
    const draft = new GroupDraft(group, this.context())
    prepareRebalance(draft)
    this.take(draft.finish())
  }

  close(): void {
    this.#timers.cancelAll()
    this.#joins.answerAll({ error: 'coordinator-not-available', memberId: '' })
    this.#syncs.answerAll({ error: 'coordinator-not-available' })
  }
}

/** A group that goes over to the other protocol leaves nothing behind; what it was is deleted before what it is comes. */
function recordsOf({ group, effects }: Step, before: Group | null): readonly GroupLogRecord[] {
  const changesType = before !== null && before.type !== group.type
  const written = effects.flatMap((effect) => (effect.kind === 'write' ? effect.records : []))
  const own =
    group.type === 'classic' && effects.some(({ kind }) => kind === 'persist') ? [groupToRecord(group)] : written
  return changesType ? [...tombstonesOf(before), ...own] : own
}

/** Deletes all that is written of the group itself; its offsets are another matter. */
export function tombstonesOf(group: Group): readonly GroupLogRecord[] {
  return group.type === 'classic' ? [{ key: groupKey(group.groupId), value: null }] : consumerGroupTombstones(group)
}

/** Requests that are waiting for the same kind of answer. */
class Waiting<Result> {
  readonly #answers = new Map<Waiter, (result: Result) => void>()
  #next: Waiter = 1

  wait(start: (waiter: Waiter) => void): Promise<Result> {
    const waiter = this.#next++
    return new Promise((resolve) => {
      this.#answers.set(waiter, resolve)
      start(waiter)
    })
  }

  answer(waiter: Waiter, result: Result): void {
    this.#answers.get(waiter)?.(result)
    this.#answers.delete(waiter)
  }

  answerAll(result: Result): void {
    for (const waiter of this.#answers.keys()) this.answer(waiter, result)
  }
}
