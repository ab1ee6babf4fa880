import type { BrokerContext } from './broker-context.ts'

/** Whether groups of KIP-848 are served: the feature `group.version` is on, and `group.coordinator.rebalance.protocols` has it. */
export function isConsumerProtocolEnabled({ metadata, settings }: BrokerContext): boolean {
  return settings.offersConsumerProtocol && (metadata.image.features.get('group.version') ?? 0) >= 1
}
