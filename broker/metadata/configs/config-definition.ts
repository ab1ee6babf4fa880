/** How a config's value is written and shown; the names are those of DescribeConfigs. */
export type ConfigType = 'boolean' | 'string' | 'int' | 'short' | 'long' | 'double' | 'list' | 'class' | 'password'

/** Whether and where a broker config may be changed while the broker runs. */
export type UpdateMode = 'read-only' | 'per-broker' | 'cluster-wide'

/** Bounds for numbers, choices for strings and for the members of lists. */
export interface ValidValues {
  readonly min?: bigint
  readonly max?: bigint
  readonly choices?: readonly string[]
  /** Where a list may not be empty, or a string not blank. */
  readonly nonEmpty?: boolean
  /** Anything that bounds and choices cannot say: what is wrong with `value`, or null. */
  readonly check?: (value: string) => string | null
}

/** One config as data; see `topic-configs.ts` and `broker-configs.ts`. */
export interface ConfigDefinition {
  readonly name: string
  readonly type: ConfigType
  /** As text, as everywhere in Kafka's protocol; null where there is none. */
  readonly defaultValue: string | null
  /** For the user: what it does, in which unit. */
  readonly documentation: string
  readonly valid?: ValidValues
  /** Never shown and never logged. */
  readonly sensitive?: boolean
  readonly updateMode: UpdateMode
}

/** A broker config that a topic falls back to, and how its value becomes the topic's. */
export interface ConfigSynonym {
  readonly name: string
  /** What one of its units is in the topic's: 60 000 for `log.retention.minutes`. */
  readonly factor?: bigint
}

export interface TopicConfigDefinition extends ConfigDefinition {
  /** Broker configs that stand in where the topic sets nothing, the strongest first. */
  readonly synonyms: readonly ConfigSynonym[]
}
