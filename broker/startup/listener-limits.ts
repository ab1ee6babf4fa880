import type { StaticConfigs } from '../metadata/configs/node-configs.ts'
import type { AdmittedListener } from '../server/admission.ts'
import type { ListenerAddress } from './listener-address.ts'
import { ListenerConfigs } from './listener-configs.ts'

/**
 * What is said of one listener's connections. The listener that brokers use among themselves is protected from the
 * limits of the whole broker, unless it is the only one.
 */
export function connectionLimits(
  configs: StaticConfigs,
  { name, securityProtocol }: ListenerAddress,
  listenerCount: number,
): Omit<AdmittedListener, 'name'> {
  const own = new ListenerConfigs(configs, name)
  const maxConnections = own.find('max.connections')
  const maxCreationRate = own.find('max.connection.creation.rate')
  const ofListener = ({ value, setBy }: typeof maxConnections): number =>
    setBy.startsWith('listener.name.') ? Number(value) : Number.POSITIVE_INFINITY
  const interBroker = configs.get('inter.broker.listener.name')?.trim().toUpperCase()
  const protocol = configs.get('security.inter.broker.protocol')?.trim().toUpperCase() ?? 'PLAINTEXT'
  const isInterBroker =
    interBroker === undefined ? securityProtocol === protocol && name === protocol : name === interBroker
  return {
    maxConnections: ofListener(maxConnections),
    maxCreationRate: ofListener(maxCreationRate),
    isProtected: isInterBroker && listenerCount > 1,
  }
}
