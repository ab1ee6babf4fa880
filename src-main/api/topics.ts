import { z } from 'zod'
import { procedure } from './base.ts'
import { clusterId, confirmedName } from './clusters.ts'
import { configEntry, configType } from './configuration.ts'
import { offsetInput, timestampInput } from './int64.ts'
import { say } from './languages/texts.ts'

/** Kafka's own rule: letters, digits, dot, underscore and dash, at most 249 characters, not "." or "..". */
export const topicName = z
  .string()
  .min(1, say('topicNeedsName'))
  .max(249, say('topicNameTooLong'))
  .regex(/^[a-zA-Z0-9._-]+$/, say('topicNameCharacters'))
  .refine((name) => name !== '.' && name !== '..', say('topicNameDots'))

export const onTopic = z.object({ clusterId, topic: z.string() })

export const topicSummary = z.object({
  name: z.string(),
  topicId: z.string(),
  isInternal: z.boolean(),
  partitionCount: z.number(),
  replicationFactor: z.number(),
  /** Partitions that miss a replica in sync, or have no leader. */
  underReplicatedPartitionCount: z.number(),
  /** Null: not known, as in a list of very many topics; their figures have it. */
  cleanupPolicy: z.string().nullable(),
})
export type TopicSummary = z.infer<typeof topicSummary>

/** What costs a request per broker; asked for the visible rows only. Null: could not be had. */
export const topicFigures = z.object({
  name: z.string(),
  /** End offsets minus start offsets. On compacted or transactional topics that is an upper bound of the records. */
  messageCount: z.bigint().nullable(),
  sizeBytes: z.bigint().nullable(),
  /** The latest timestamp of a record, in milliseconds since 1970; null: no record, or not known. */
  lastRecordAt: z.bigint().nullable(),
  /** Groups that have committed offsets in it. */
  groupCount: z.number().nullable(),
  /** Of those groups together, in messages. */
  totalLag: z.bigint().nullable(),
  cleanupPolicy: z.string().nullable(),
  /** Why something is missing: "This needs DESCRIBE on topic orders." */
  problem: z.string().nullable(),
})
export type TopicFigures = z.infer<typeof topicFigures>

export const partitionDetail = z.object({
  partition: z.number(),
  leader: z.number().nullable(),
  leaderEpoch: z.number(),
  replicas: z.array(z.number()),
  inSyncReplicas: z.array(z.number()),
  startOffset: z.bigint().nullable(),
  endOffset: z.bigint().nullable(),
  sizeBytes: z.bigint().nullable(),
  /** Why a figure is missing. */
  problem: z.string().nullable(),
})
export type PartitionDetail = z.infer<typeof partitionDetail>

export const topicDetail = topicSummary.extend({ partitions: z.array(partitionDetail) })
export type TopicDetail = z.infer<typeof topicDetail>

/** One config that a topic can have, to be offered when a topic is created. */
export const topicConfigDefinition = z.object({
  name: z.string(),
  type: configType,
  /** The value a new topic gets on this cluster when nothing is said. */
  defaultValue: z.string().nullable(),
  documentation: z.string(),
  /** The only values that are accepted, where there are few. */
  validValues: z.array(z.string()).nullable(),
})
export type TopicConfigDefinition = z.infer<typeof topicConfigDefinition>

/** Where a partition is cut: everything before it goes. */
export const purgeTarget = z.discriminatedUnion('to', [
  z.object({ to: z.literal('end') }),
  z.object({ to: z.literal('offset'), offset: offsetInput }),
  /** The first record at or after that time; where there is none, the end. */
  z.object({ to: z.literal('timestamp'), timestamp: timestampInput }),
])
export type PurgeTarget = z.infer<typeof purgeTarget>

export const purgePreviewRow = z.object({
  partition: z.number(),
  startOffset: z.bigint(),
  endOffset: z.bigint(),
  /** The first offset that stays. */
  beforeOffset: z.bigint(),
  /** Offsets that go; on compacted or transactional topics that is an upper bound of the records. */
  lostCount: z.bigint(),
  /** Why it is not what was asked for. */
  note: z.enum(['after-end', 'before-start', 'no-record-that-late']).nullable(),
})
export type PurgePreviewRow = z.infer<typeof purgePreviewRow>

/** A group that something done to a topic will hit. */
export const groupHit = z.object({
  groupId: z.string(),
  state: z.string(),
  /** Messages that it has not read yet; null where that is not known. */
  unreadCount: z.bigint().nullable(),
})
export type GroupHit = z.infer<typeof groupHit>

export const topicEffect = z.object({
  messageCount: z.bigint().nullable(),
  sizeBytes: z.bigint().nullable(),
  groups: z.array(groupHit),
  /** Why the groups are not all here. */
  problem: z.string().nullable(),
})
export type TopicEffect = z.infer<typeof topicEffect>

const purge = z.object({ partition: z.number().int().min(0), beforeOffset: offsetInput })

export const topics = {
  list: procedure.input(z.object({ clusterId })).output(z.array(topicSummary)),
  figures: procedure.input(z.object({ clusterId, topics: z.array(z.string()).max(500) })).output(z.array(topicFigures)),
  describe: procedure.input(onTopic).output(topicDetail),
  configDefinitions: procedure.input(z.object({ clusterId })).output(z.array(topicConfigDefinition)),
  create: procedure
    .input(
      z.object({
        clusterId,
        name: topicName,
        partitionCount: z.number().int().min(1).max(10_000),
        /** -1: the cluster's default. */
        replicationFactor: z.number().int().min(-1).max(100),
        configs: z.array(z.object({ name: z.string(), value: z.string() })),
      }),
    )
    .output(topicSummary),
  /** Deletes the topic and its messages. `confirmedName` must repeat the name. */
  delete: procedure.input(onTopic.extend({ confirmedName: z.string() })).output(z.void()),
  addPartitions: procedure
    .input(onTopic.extend({ totalPartitionCount: z.number().int().min(2).max(10_000), confirmedName }))
    .output(z.void()),
  /** What would be lost, and who would notice, if the topic was deleted or emptied now. */
  effect: procedure.input(onTopic).output(topicEffect),
  /** Another topic with the same partitions, replication and settings; its messages are not copied. */
  clone: procedure
    .input(onTopic.extend({ newName: topicName, partitionCount: z.number().int().min(1).max(10_000).nullable() }))
    .output(topicSummary),
  /** Deletes the topic and makes it again with the same partitions, replicas and settings. */
  recreate: procedure.input(onTopic.extend({ confirmedName })).output(topicSummary),
  /** Where each partition would be cut. Null: all partitions. */
  previewPurge: procedure
    .input(onTopic.extend({ target: purgeTarget, partitions: z.array(z.number().int().min(0)).min(1).nullable() }))
    .output(z.object({ rows: z.array(purgePreviewRow), groups: z.array(groupHit), problem: z.string().nullable() })),
  /** Deletes the records before the offsets of a preview. A partition that refuses does not spare the others. */
  purge: procedure.input(onTopic.extend({ purges: z.array(purge).min(1).max(10_000), confirmedName })).output(
    z.object({
      partitions: z.array(
        z.object({ partition: z.number(), startOffset: z.bigint().nullable(), problem: z.string().nullable() }),
      ),
    }),
  ),
  configs: procedure.input(onTopic).output(z.array(configEntry)),
  /** Sets one key (or returns it to its default when `value` is null) and leaves every other key alone (KIP-339). */
  changeConfig: procedure
    .input(onTopic.extend({ name: z.string(), value: z.string().nullable(), confirmedName }))
    .output(z.array(configEntry)),
}
