import { z } from 'zod'
import { procedure } from './base.ts'
import { clusterId } from './clusters.ts'
import { configEntry } from './configuration.ts'

export const logDirectory = z.object({
  path: z.string(),
  /** Sum of the partitions in it. */
  sizeBytes: z.bigint(),
  partitionCount: z.number(),
  /** Of the volume, where the broker tells them (Kafka 3.3 and later). */
  totalBytes: z.bigint().nullable(),
  usableBytes: z.bigint().nullable(),
  problem: z.string().nullable(),
})

export const broker = z.object({
  nodeId: z.number(),
  host: z.string(),
  port: z.number(),
  rack: z.string().nullable(),
  isController: z.boolean(),
  /** As far as the versions of its APIs tell: "4.3"; null when it does not answer. */
  version: z.string().nullable(),
  leaderPartitionCount: z.number(),
  logDirectories: z.array(logDirectory),
  /** Why something is missing. */
  problem: z.string().nullable(),
})
export type Broker = z.infer<typeof broker>

export const brokers = {
  list: procedure.input(z.object({ clusterId })).output(
    z.object({
      /** The cluster's own id, as in `meta.properties`. */
      kafkaClusterId: z.string().nullable(),
      controllerId: z.number().nullable(),
      brokers: z.array(broker),
    }),
  ),
  configs: procedure.input(z.object({ clusterId, nodeId: z.number().int() })).output(z.array(configEntry)),
}
