import { z } from 'zod'

/** Where the value of a config comes from, in Kafka's own terms, the strongest first. */
export const configSource = z.enum([
  'topic',
  'dynamic-broker',
  'dynamic-default-broker',
  'static-broker',
  'default',
  'group',
  'unknown',
])
export type ConfigSource = z.infer<typeof configSource>

export const configType = z.enum([
  'boolean',
  'string',
  'int',
  'short',
  'long',
  'double',
  'list',
  'class',
  'password',
  'unknown',
])

/** Settings of a topic that may delete messages, or let them be lost, when they are changed. */
const losesMessages = new Set([
  'cleanup.policy',
  'retention.ms',
  'retention.bytes',
  'local.retention.ms',
  'local.retention.bytes',
  'delete.retention.ms',
  'remote.storage.enable',
  'remote.log.delete.on.disable',
  'unclean.leader.election.enable',
  'min.insync.replicas',
])

/** Whether the name of the topic is to be typed on a production cluster before this setting is changed. */
export function mayLoseMessages(configName: string): boolean {
  return losesMessages.has(configName)
}

/** One key of a topic's or broker's configuration as the cluster tells it. */
export const configEntry = z.object({
  name: z.string(),
  /** Null when it is not set or when it is sensitive. */
  value: z.string().nullable(),
  source: configSource,
  isReadOnly: z.boolean(),
  isSensitive: z.boolean(),
  type: configType,
  documentation: z.string().nullable(),
  /** The values of the same setting at lower levels, the strongest first; the last one is the default. */
  synonyms: z.array(z.object({ name: z.string(), value: z.string().nullable(), source: configSource })),
})
export type ConfigEntry = z.infer<typeof configEntry>
