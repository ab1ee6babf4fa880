import type { Clock, Timer } from '../environment/clock.ts'
import type { ConsumerTimer } from './consumer/consumer-step.ts'
import type { GroupTimer } from './group-draft.ts'

/** A timer of a group of either protocol. */
export type AnyGroupTimer = GroupTimer | ConsumerTimer

/** What tells one timer of a group from another. */
interface TimerName {
  readonly kind: AnyGroupTimer['kind']
  readonly memberId?: string
}

/** The running timers of all groups. Setting one that runs already starts it anew. */
export class GroupTimers {
  readonly #clock: Clock
  readonly #fired: (groupId: string, timer: AnyGroupTimer) => void
  readonly #running = new Map<string, Map<string, Timer>>()

  constructor(clock: Clock, fired: (groupId: string, timer: AnyGroupTimer) => void) {
    this.#clock = clock
    this.#fired = fired
  }

  set(groupId: string, timer: AnyGroupTimer, delayMs: number): void {
    this.cancel(groupId, timer)
    const ofGroup = this.#running.get(groupId) ?? new Map<string, Timer>()
    this.#running.set(groupId, ofGroup)
    const running = this.#clock.setTimer(delayMs, () => {
      this.#forget(groupId, timer)
      this.#fired(groupId, timer)
    })
    ofGroup.set(nameOf(timer), running)
  }

  isRunning(groupId: string, timer: TimerName): boolean {
    return this.#running.get(groupId)?.has(nameOf(timer)) === true
  }

  cancel(groupId: string, timer: TimerName): void {
    this.#running.get(groupId)?.get(nameOf(timer))?.cancel()
    this.#forget(groupId, timer)
  }

  cancelAllOf(groupId: string): void {
    for (const timer of this.#running.get(groupId)?.values() ?? []) timer.cancel()
    this.#running.delete(groupId)
  }

  cancelAll(): void {
    for (const groupId of this.#running.keys()) this.cancelAllOf(groupId)
  }

  #forget(groupId: string, timer: TimerName): void {
    const ofGroup = this.#running.get(groupId)
    ofGroup?.delete(nameOf(timer))
    if (ofGroup?.size === 0) this.#running.delete(groupId)
  }
}

function nameOf({ kind, memberId }: TimerName): string {
  return memberId === undefined ? kind : `${kind}/${memberId}`
}
