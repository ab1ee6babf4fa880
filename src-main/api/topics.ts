import { z } from 'zod'
import { procedure } from './base.ts'
import { clusterId } from './clusters.ts'
import { configEntry, configType } from './configuration.ts'
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
  cleanupPolicy: z.string().nullable(),
})
export type TopicSummary = z.infer<typeof topicSummary>

/** What costs a request per broker; asked for the visible rows only. Null: could not be had. */
export const topicFigures = z.object({
  name: z.string(),
  /** End offsets minus start offsets. On compacted or transactional topics that is an upper bound of the records. */
  messageCount: z.bigint().nullable(),
  sizeBytes: z.bigint().nullable(),
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
    .input(onTopic.extend({ totalPartitionCount: z.number().int().min(2).max(10_000) }))
    .output(z.void()),
  configs: procedure.input(onTopic).output(z.array(configEntry)),
  /** Sets one key (or returns it to its default when `value` is null) and leaves every other key alone (KIP-339). */
  changeConfig: procedure
    .input(onTopic.extend({ name: z.string(), value: z.string().nullable() }))
    .output(z.array(configEntry)),
}
