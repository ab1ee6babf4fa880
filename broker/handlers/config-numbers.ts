import type { ConfigType } from '../metadata/configs/config-definition.ts'
import type { ConfigSource } from '../metadata/configs/effective-config.ts'
import { configSource, configValueType } from '../protocol/config-terms.ts'

/** Kafka's numbers for where a config's value comes from. */
export const configSourceNumber: Readonly<Record<ConfigSource, number>> = {
  'dynamic-topic': configSource.dynamicTopic,
  'dynamic-broker': configSource.dynamicBroker,
  'dynamic-default-broker': configSource.dynamicDefaultBroker,
  'static-broker': configSource.staticBroker,
  default: configSource.default,
  'dynamic-client-metrics': configSource.clientMetrics,
  'dynamic-group': configSource.group,
}

/** Kafka's numbers for how a config's value is written. */
export const configTypeNumber: Readonly<Record<ConfigType | 'unknown', number>> = configValueType
