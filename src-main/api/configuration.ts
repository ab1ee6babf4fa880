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
