import type { ConfigType } from '../metadata/configs/config-definition.ts'
import type { ConfigSource } from '../metadata/configs/effective-config.ts'

/** Kafka's numbers for where a config's value comes from. */
export const configSourceNumber: Readonly<Record<ConfigSource, number>> = {
  'dynamic-topic': 1,
  'dynamic-broker': 2,
  'dynamic-default-broker': 3,
  'static-broker': 4,
  default: 5,
  'dynamic-client-metrics': 7,
  'dynamic-group': 8,
}

/** Kafka's numbers for how a config's value is written. */
export const configTypeNumber: Readonly<Record<ConfigType, number>> = {
  boolean: 1,
  string: 2,
  int: 3,
  short: 4,
  long: 5,
  double: 6,
  list: 7,
  class: 8,
  password: 9,
}
