import type { ConfigDefinition, ConfigType, UpdateMode, ValidValues } from './config-definition.ts'

/** How a broker config is written down in the tables of this folder: its type and default, then what it does. */
export interface BrokerConfigDetails {
  readonly valid?: ValidValues
  /** `read-only` when left out. */
  readonly updateMode?: UpdateMode
  readonly isInternal?: true
}

export function brokerConfig(
  name: string,
  [type, defaultValue, documentation]: readonly [ConfigType, string | null, string],
  details: BrokerConfigDetails = {},
): ConfigDefinition {
  const { valid = {}, updateMode = 'read-only', isInternal } = details
  const internal = isInternal === undefined ? {} : { isInternal }
  return { name, type, defaultValue, documentation, valid, updateMode, ...internal }
}

export const longMax = '9223372036854775807'
export const intMax = '2147483647'
export const clusterWide: BrokerConfigDetails = { updateMode: 'cluster-wide' }
export const atLeastOne: ValidValues = { min: 1 }
export const atLeastZero: ValidValues = { min: 0 }
