/** How a config's value is written and shown; the names are those of DescribeConfigs. */
export type ConfigType = 'boolean' | 'string' | 'int' | 'short' | 'long' | 'double' | 'list' | 'class' | 'password'

/** Whether and where a broker config may be changed while the broker runs. */
export type UpdateMode = 'read-only' | 'per-broker' | 'cluster-wide'

/** Bounds for numbers, choices for strings and for the members of lists. */
export interface ValidValues {
  readonly min?: number
  readonly max?: number
  readonly choices?: readonly string[]
  /** The choices may be written in capitals too. */
  readonly ignoresCase?: boolean
  /** A value that counts though it lies outside the bounds. */
  readonly besides?: number
  /** A list of replicas, each as partition and broker, or `*` for all. */
  readonly replicas?: true
  /** Where a list must have a member, or a string a character. */
  readonly nonEmpty?: boolean
}

/** One config as data; see `topic-configs.ts` and `broker-configs.ts`. */
export interface ConfigDefinition {
  readonly name: string
  readonly type: ConfigType
  /** As text, as everywhere in Kafka's protocol; null where there is none. */
  readonly defaultValue: string | null
  /** For the user: what it does, in which unit. */
  readonly documentation: string
  readonly valid: ValidValues
  readonly updateMode: UpdateMode
  /** Honoured where it is set, and described nowhere: for tests, as in Apache Kafka. */
  readonly isInternal?: true
}

/** A broker config that a topic falls back to, and how its value becomes the topic's. */
export interface ConfigSynonym {
  readonly name: string
  /** How many of the topic's units one of its units is: 60 000 for `log.retention.minutes`. */
  readonly factor: number
}

export interface TopicConfigDefinition extends ConfigDefinition {
  /** Broker configs that stand in where the topic sets nothing, the strongest first. */
  readonly synonyms: readonly ConfigSynonym[]
}

/** Passwords are never shown and never logged. */
export function isSensitive(definition: ConfigDefinition): boolean {
  return definition.type === 'password'
}
