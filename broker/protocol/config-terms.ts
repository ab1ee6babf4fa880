/** What a configuration belongs to, by its number in DescribeConfigs, AlterConfigs and ListConfigResources. */
export const configResourceType = {
  unknown: 0,
  topic: 2,
  broker: 4,
  brokerLogger: 8,
  clientMetrics: 16,
  group: 32,
} as const

/** Where a value comes from, by its number in DescribeConfigs. */
export const configSource = {
  unknown: 0,
  dynamicTopic: 1,
  dynamicBroker: 2,
  dynamicDefaultBroker: 3,
  staticBroker: 4,
  default: 5,
  dynamicBrokerLogger: 6,
  clientMetrics: 7,
  group: 8,
} as const

/** What kind of value it is, by its number in DescribeConfigs from version 3 on (KIP-569). */
export const configValueType = {
  unknown: 0,
  boolean: 1,
  string: 2,
  int: 3,
  short: 4,
  long: 5,
  double: 6,
  list: 7,
  class: 8,
  password: 9,
} as const

/** What IncrementalAlterConfigs does with a value, by its number (KIP-339). */
export const alterConfigOperation = { set: 0, delete: 1, append: 2, subtract: 3 } as const
