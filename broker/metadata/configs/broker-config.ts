import type { ConfigDefinition, ConfigType, UpdateMode, ValidValues } from './config-definition.ts'

/** How a broker config is written down in the tables of this folder: its type and default, then what it does. */
export interface BrokerConfigDetails {
  readonly valid?: ValidValues
  /** `read-only` when left out. */
  readonly updateMode?: UpdateMode
}

export function brokerConfig(
  name: string,
  [type, defaultValue, documentation]: readonly [ConfigType, string | null, string],
  details: BrokerConfigDetails = {},
): ConfigDefinition {
  const { valid, updateMode } = details
  return { name, type, defaultValue, documentation, valid: valid ?? {}, updateMode: updateMode ?? 'read-only' }
}

export const longMax = '9223372036854775807'
export const intMax = '2147483647'
export const clusterWide: BrokerConfigDetails = { updateMode: 'cluster-wide' }
export const atLeastOne: ValidValues = { min: 1 }
export const atLeastZero: ValidValues = { min: 0 }
