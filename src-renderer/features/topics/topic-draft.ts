import { whyNoTopicName } from '../../api/input-rules.ts'
import { texts } from '../../languages/texts.ts'

type Retention = '' | '3600000' | '86400000' | '604800000' | '2592000000' | '-1'
type CleanupPolicy = '' | 'delete' | 'compact' | 'compact,delete'

export function retentions(): { value: Retention; label: string }[] {
  const { clusterDefault, retentions: words } = texts.topics
  return [
    { value: '', label: clusterDefault },
    { value: '3600000', label: words.hour },
    { value: '86400000', label: words.day },
    { value: '604800000', label: words.week },
    { value: '2592000000', label: words.month },
    { value: '-1', label: words.forEver },
  ]
}

export function cleanupPolicies(): { value: CleanupPolicy; label: string }[] {
  const { clusterDefault, policies } = texts.topics
  return [
    { value: '', label: clusterDefault },
    { value: 'delete', label: policies.delete },
    { value: 'compact', label: policies.compact },
    { value: 'compact,delete', label: policies.both },
  ]
}

export interface DraftConfig {
  readonly name: string
  readonly value: string
}

/** What the user has filled in so far. */
export interface TopicDraft {
  readonly name: string
  readonly partitionCount: number | null
  /** Null: the cluster's default. */
  readonly replicationFactor: number | null
  readonly retention: Retention
  readonly cleanupPolicy: CleanupPolicy
  readonly configs: readonly DraftConfig[]
}

export const EMPTY_DRAFT: TopicDraft = {
  name: '',
  partitionCount: 1,
  replicationFactor: null,
  retention: '',
  cleanupPolicy: '',
  configs: [],
}

export interface NewTopic {
  readonly name: string
  readonly partitionCount: number
  readonly replicationFactor: number
  readonly configs: DraftConfig[]
}

export interface CheckedDraft {
  /** Undefined when something is wrong. */
  readonly topic: NewTopic | undefined
  readonly errors: { readonly name?: string; readonly partitions?: string }
}

/** Checks a draft by Kafka's own rules and makes of it what the cluster is asked for. */
export function validateDraft(draft: TopicDraft): CheckedDraft {
  const name = draft.name.trim()
  const whyNot = whyNoTopicName(name)
  const { partitionCount } = draft
  const hasPartitions = partitionCount !== null && partitionCount >= 1 && partitionCount <= 10_000
  const errors = {
    ...(whyNot !== null && { name: whyNot }),
    ...(!hasPartitions && { partitions: texts.topics.between(1, 10_000) }),
  }
  if (whyNot !== null || !hasPartitions) return { topic: undefined, errors }
  return {
    topic: {
      name,
      partitionCount,
      replicationFactor: draft.replicationFactor ?? -1,
      configs: configsOf(draft),
    },
    errors,
  }
}

/** A key that is written out among the other settings wins over the field made for it. */
function configsOf({ retention, cleanupPolicy, configs }: TopicDraft): DraftConfig[] {
  const chosen = new Map<string, string>()
  if (retention !== '') chosen.set('retention.ms', retention)
  if (cleanupPolicy !== '') chosen.set('cleanup.policy', cleanupPolicy)
  for (const { name, value } of configs) chosen.set(name, value.trim())
  return [...chosen].map(([name, value]) => ({ name, value }))
}
