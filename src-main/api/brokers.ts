import { z } from 'zod'
import { procedure } from './base.ts'
import { clusterId, confirmedName } from './clusters.ts'
import { configEntry } from './configuration.ts'

export const logDirectory = z.object({
  path: z.string(),
  /** Sum of the partitions in it. */
  sizeBytes: z.bigint(),
  partitionCount: z.number(),
  /** Of the volume, where the broker tells them (Kafka 3.3 and later). */
  totalBytes: z.bigint().nullable(),
  usableBytes: z.bigint().nullable(),
  /** The partitions that take the most room, the largest first. */
  largest: z.array(z.object({ topic: z.string(), partition: z.number(), sizeBytes: z.bigint() })),
  problem: z.string().nullable(),
})
export type LogDirectory = z.infer<typeof logDirectory>

export const broker = z.object({
  nodeId: z.number(),
  host: z.string(),
  port: z.number(),
  rack: z.string().nullable(),
  isController: z.boolean(),
  /** As far as the versions of its APIs tell: "4.3"; null when it does not answer. */
  version: z.string().nullable(),
  leaderPartitionCount: z.number(),
  replicaCount: z.number(),
  logDirectories: z.array(logDirectory),
  /** Why something is missing. */
  problem: z.string().nullable(),
})
export type Broker = z.infer<typeof broker>

/** A member of the metadata quorum, and how far it has come. */
export const quorumReplica = z.object({
  nodeId: z.number(),
  role: z.enum(['leader', 'voter', 'observer']),
  logEndOffset: z.bigint(),
  /** Records that the leader has and this one has not. */
  lag: z.bigint(),
  /** Milliseconds since 1970; null: not known. */
  lastFetchAt: z.bigint().nullable(),
  lastCaughtUpAt: z.bigint().nullable(),
  /** Where the leader finds it: `CONTROLLER://localhost:9093`. Empty before Kafka 3.9. */
  endpoints: z.array(z.string()),
})
export type QuorumReplica = z.infer<typeof quorumReplica>

export const quorum = z.object({
  leaderId: z.number().nullable(),
  leaderEpoch: z.number(),
  highWatermark: z.bigint(),
  replicas: z.array(quorumReplica),
})
export type Quorum = z.infer<typeof quorum>

/** A feature of the cluster, such as `metadata.version`. */
export const feature = z.object({
  name: z.string(),
  /** The level that the whole cluster works at; null: none was set. */
  finalizedLevel: z.number().nullable(),
  /** What the broker that was asked could work at. */
  minSupportedLevel: z.number().nullable(),
  maxSupportedLevel: z.number().nullable(),
})
export type Feature = z.infer<typeof feature>

/** Null: what all brokers have that set nothing of their own. */
const nodeId = z.number().int().nullable()

export const brokers = {
  list: procedure.input(z.object({ clusterId })).output(
    z.object({
      /** The cluster's own id, as in `meta.properties`. */
      kafkaClusterId: z.string().nullable(),
      controllerId: z.number().nullable(),
      brokers: z.array(broker),
    }),
  ),
  configs: procedure.input(z.object({ clusterId, nodeId })).output(z.array(configEntry)),
  /** Sets one dynamic key (or takes it away when `value` is null) and leaves every other key alone (KIP-339). */
  changeConfig: procedure
    .input(z.object({ clusterId, nodeId, name: z.string(), value: z.string().nullable(), confirmedName }))
    .output(z.array(configEntry)),
  /** The metadata quorum (KIP-595). `REJECTED` by clusters with ZooKeeper. */
  quorum: procedure.input(z.object({ clusterId })).output(quorum),
  features: procedure
    .input(z.object({ clusterId }))
    .output(z.object({ features: z.array(feature), finalizedEpoch: z.bigint().nullable() })),
}
