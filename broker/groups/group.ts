import type { ClassicGroup } from './classic-group.ts'
import { isSubscribedTo as isClassicSubscribedTo } from './classic-group.ts'
import { topicNamesOf, type ConsumerGroup } from './consumer/consumer-group.ts'
import type { ConsumerEffect } from './consumer/consumer-step.ts'
import type { GroupEffect } from './group-draft.ts'

/** A group of either protocol. It changes from one to the other as a whole; its offsets stay. */
export type Group = ClassicGroup | ConsumerGroup

/** A group after something has happened, and what is to be done beside taking it over. Nothing counts before it is written. */
export interface Step {
  readonly group: Group
  readonly effects: readonly (GroupEffect | ConsumerEffect)[]
}

/** Whether nobody belongs to the group and nobody is about to: it can be deleted, or go over to the other protocol. */
export function isEmpty(group: Group): boolean {
  return group.type === 'classic' ? group.state === 'Empty' : group.members.size === 0
}

/** Whether the group reads the topic. Where its subscriptions cannot be read, it counts as reading everything. */
export function isSubscribedTo(group: Group, topic: string): boolean {
  if (group.type === 'classic') return isClassicSubscribedTo(group, topic)
  for (const member of group.members.values()) if (topicNamesOf(group, member).has(topic)) return true
  return false
}
