import type { GroupConfig } from '../group-config.ts'
import type { GroupLogRecord } from '../group-storage.ts'
import type { Assignor } from './assignors/assignor.ts'
import { rangeAssignor } from './assignors/range-assignor.ts'
import { uniformAssignor } from './assignors/uniform-assignor.ts'
import type { ConsumerGroup } from './consumer-group.ts'
import type { ConsumerGroupConfig } from './consumer-group-config.ts'
import type { TopicDirectory } from './topic-directory.ts'

export interface ConsumerStepContext {
  readonly nowMs: number
  readonly config: ConsumerGroupConfig
  /** Of the classic group that this one may become. */
  readonly classicConfig: GroupConfig
  readonly topics: TopicDirectory
  /** Which topics expressions can stand for; null while nobody is there to ask for, when they go on as they are. */
  readonly isVisible: ((topicName: string) => boolean) | null
}

/** A clock that a group has asked for. At most one of each kind and member runs at a time. */
export type ConsumerTimer =
  /** The member must be heard of. */
  | { readonly kind: 'session'; readonly memberId: string }
  /** The member must have given up its partitions, unless it is in another epoch by then. */
  | { readonly kind: 'revocation'; readonly memberId: string; readonly memberEpoch: number }
  /** The member, of the classic protocol, must have joined again. */
  | { readonly kind: 'rejoin'; readonly memberId: string }
  /** The member, of the classic protocol, must have asked for its assignment. */
  | { readonly kind: 'resync'; readonly memberId: string }

/** What is to be done beside taking the new state over. Nothing holds before `write` has succeeded. */
export type ConsumerEffect =
  /** All or none, in this order. At most once a step. */
  | { readonly kind: 'write'; readonly records: readonly GroupLogRecord[] }
  | {
      readonly kind: 'set-timer'
      readonly timer: ConsumerTimer
      readonly delayMs: number
      /** One that runs already goes on. */
      readonly unlessRunning?: true
    }
  | { readonly kind: 'cancel-timer'; readonly timer: Pick<ConsumerTimer, 'kind' | 'memberId'> }

export interface ConsumerStep {
  readonly group: ConsumerGroup
  readonly effects: readonly ConsumerEffect[]
}

/** By the names that members ask for them. */
export const assignors: ReadonlyMap<string, Assignor> = new Map([
  ['uniform', uniformAssignor],
  ['range', rangeAssignor],
])
