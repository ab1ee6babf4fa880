import { brokerGroupConfigs, brokerReplicationConfigs, brokerTransactionConfigs } from './broker-coordinator-configs.ts'
import type { ConfigDefinition } from './config-definition.ts'
import { brokerCleanerConfigs, brokerLogConfigs } from './broker-log-configs.ts'
import { brokerNetworkConfigs, brokerNodeConfigs } from './broker-network-configs.ts'
import { brokerSaslConfigs, brokerTlsConfigs } from './broker-security-configs.ts'
import { brokerMetadataConfigs, brokerSecurityConfigs } from './broker-storage-configs.ts'

/** The configs of Kafka's brokers that this one honours or at least accepts, by name, in alphabetical order. */
export const brokerConfigs: ReadonlyMap<string, ConfigDefinition> = new Map(
  [
    ...brokerNodeConfigs,
    ...brokerNetworkConfigs,
    ...brokerLogConfigs,
    ...brokerCleanerConfigs,
    ...brokerGroupConfigs,
    ...brokerTransactionConfigs,
    ...brokerReplicationConfigs,
    ...brokerMetadataConfigs,
    ...brokerSecurityConfigs,
    ...brokerTlsConfigs,
    ...brokerSaslConfigs,
  ]
    .toSorted((left, right) => (left.name < right.name ? -1 : 1))
    .map((definition) => [definition.name, definition]),
)
