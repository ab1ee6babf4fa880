import type { Clock } from '../environment/clock.ts'
import { newClassicGroup, type ClassicGroup, type Waiter } from './classic-group.ts'
import type { GroupConfig } from './group-config.ts'
import { GroupDraft, type GroupEffect, type GroupStep, type StepContext } from './group-draft.ts'
import type { GroupLog } from './group-log.ts'
import { groupToRecord } from './group-snapshot.ts'
import { GroupTimers } from './group-timers.ts'
import type { JoinGroupResult, SyncGroupResult } from './membership-messages.ts'
import { prepareRebalance } from './rebalance.ts'
import { renewSession, timerFired } from './stay-and-leave.ts'

/** A timer whose step could not be written runs out again after this long. */
const retryMs = 1_000

/**
 * The groups as they are now. A step is taken as a whole or not at all: first its record is written, then the new state
 * counts, then timers are set and answers go out.
 */
export class GroupRegistry {
  readonly #groups = new Map<string, ClassicGroup>()
  readonly #log: GroupLog
  readonly #clock: Clock
  readonly #config: GroupConfig
  readonly #timers: GroupTimers
  readonly #joins = new Waiting<JoinGroupResult>()
  readonly #syncs = new Waiting<SyncGroupResult>()

  constructor(options: { readonly log: GroupLog; readonly clock: Clock; readonly config: GroupConfig }) {
    this.#log = options.log
    this.#clock = options.clock
    this.#config = options.config
    this.#timers = new GroupTimers(options.clock, (groupId, timer) => {
      const group = this.#groups.get(groupId)
      if (group === undefined) return
      if (!this.take(timerFired(group, timer, this.context()))) this.#timers.set(groupId, timer, retryMs)
    })
  }

  get(groupId: string): ClassicGroup | null {
    return this.#groups.get(groupId) ?? null
  }

  all(): Iterable<ClassicGroup> {
    return this.#groups.values()
  }

  /** The group, or a new empty one that nobody knows of before a step with it is taken. */
  getOrNew(groupId: string): ClassicGroup {
    return this.#groups.get(groupId) ?? newClassicGroup(groupId, this.#clock.now())
  }

  /** Puts a group in without writing it: it comes from the log, or has nothing worth writing yet. */
  put(group: ClassicGroup): void {
    this.#groups.set(group.groupId, group)
  }

  remove(groupId: string): void {
    this.#groups.delete(groupId)
    this.#timers.cancelAllOf(groupId)
  }

  context(): StepContext {
    return { nowMs: this.#clock.now(), config: this.#config }
  }

  /** False when the step could not be written; nothing has changed then. */
  take({ group, effects }: GroupStep): boolean {
    if (effects.some(({ kind }) => kind === 'persist')) {
      const records = [...this.#log.foreignTombstones(group.groupId), groupToRecord(group)]
      if (!this.#log.append(group.groupId, records)) return false
      this.#log.forgetForeign(group.groupId)
    }
    this.#groups.set(group.groupId, group)
    this.carryOut(group.groupId, effects)
    return true
  }

  carryOut(groupId: string, effects: readonly GroupEffect[]): void {
    for (const effect of effects) {
      if (effect.kind === 'answer-join') this.#joins.answer(effect.waiter, effect.result)
      else if (effect.kind === 'answer-sync') this.#syncs.answer(effect.waiter, effect.result)
      else if (effect.kind === 'set-timer') this.#timers.set(groupId, effect.timer, effect.delayMs)
      else if (effect.kind === 'cancel-timer') this.#timers.cancel(groupId, effect.timer)
    }
  }

  /** A step that somebody waits for. When it cannot be written they are told so. */
  takeJoin(makeStep: (waiter: Waiter) => GroupStep, memberId: string): Promise<JoinGroupResult> {
    return this.#joins.wait((waiter) => {
      if (!this.take(makeStep(waiter))) this.#joins.answer(waiter, { error: 'coordinator-not-available', memberId })
    })
  }

  takeSync(makeStep: (waiter: Waiter) => GroupStep): Promise<SyncGroupResult> {
    return this.#syncs.wait((waiter) => {
      if (!this.take(makeStep(waiter))) this.#syncs.answer(waiter, { error: 'coordinator-not-available' })
    })
  }

  /** After loading: members have a whole session to be heard of. A group that may no longer be so large rebalances. */
  open(group: ClassicGroup): void {
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
