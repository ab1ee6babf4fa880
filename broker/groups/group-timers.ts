import type { Clock, Timer } from '../environment/clock.ts'
import type { GroupTimer } from './group-draft.ts'

/** The running timers of all groups. Setting one that runs already starts it anew. */
export class GroupTimers {
  readonly #clock: Clock
  readonly #fired: (groupId: string, timer: GroupTimer) => void
  readonly #running = new Map<string, Map<string, Timer>>()

  constructor(clock: Clock, fired: (groupId: string, timer: GroupTimer) => void) {
    this.#clock = clock
    this.#fired = fired
  }

  set(groupId: string, timer: GroupTimer, delayMs: number): void {
    this.cancel(groupId, timer)
    const ofGroup = this.#running.get(groupId) ?? new Map<string, Timer>()
    this.#running.set(groupId, ofGroup)
    const running = this.#clock.setTimer(delayMs, () => {
      this.#forget(groupId, timer)
      this.#fired(groupId, timer)
    })
    ofGroup.set(nameOf(timer), running)
  }

  cancel(groupId: string, timer: GroupTimer): void {
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

  #forget(groupId: string, timer: GroupTimer): void {
    const ofGroup = this.#running.get(groupId)
    ofGroup?.delete(nameOf(timer))
    if (ofGroup?.size === 0) this.#running.delete(groupId)
  }
}

function nameOf(timer: GroupTimer): string {
  return timer.kind === 'session' ? `session/${timer.memberId}` : timer.kind
}
