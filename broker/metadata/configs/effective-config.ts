import type { ConfigType } from './config-definition.ts'

/** Where a value comes from, strongest first. */
export type ConfigSource =
  | 'dynamic-topic'
  | 'dynamic-group'
  | 'dynamic-client-metrics'
  | 'dynamic-broker'
  | 'dynamic-default-broker'
  | 'static-broker'
  | 'default'

export interface ConfigSynonymValue {
  readonly name: string
  /** Null when sensitive or without a value. */
  readonly value: string | null
  readonly source: ConfigSource
}

/** One config of one resource as DescribeConfigs tells it. */
export interface EffectiveConfig {
  readonly name: string
  /** Null when sensitive or without a value. */
  readonly value: string | null
  readonly source: ConfigSource
  readonly isSensitive: boolean
  readonly readOnly: boolean
  /** `unknown` for what only a plug-in knows. */
  readonly type: ConfigType | 'unknown'
  readonly documentation: string
  /** Every place that gives a value, the strongest first; the first is the one that counts. */
  readonly synonyms: readonly ConfigSynonymValue[]
}
