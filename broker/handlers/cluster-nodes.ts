import type { BrokerContext } from './broker-context.ts'
import type { RequestContext } from './handler.ts'

export interface ClusterNode {
  readonly nodeId: number
  readonly host: string
  readonly port: number
  readonly rack: string | null
}

/**
 * The brokers that a client can be sent to, by the listener that it came by itself; a broker without that listener is
 * out of its reach. This one stands for itself, others are read from the metadata.
 */
export function liveBrokers({ broker, listenerName }: Pick<RequestContext, 'broker' | 'listenerName'>): ClusterNode[] {
  const { node, metadata } = broker
  const others = [...metadata.image.brokers.values()].flatMap(({ id, fenced, endpoints, rack }): ClusterNode[] => {
    const endpoint = endpoints.find(({ name }) => name === listenerName)
    if (fenced || id === node.id || endpoint === undefined) return []
    return [{ nodeId: id, host: endpoint.host, port: endpoint.port, rack }]
  })
  return [thisNode(broker, listenerName), ...others]
}

/** This broker, as clients of that listener reach it. */
export function thisNode({ node }: BrokerContext, listenerName: string): ClusterNode {
  const endpoint = node.endpoints.get(listenerName)
  if (endpoint === undefined) throw new Error(`there is no listener ${listenerName}`)
  return { nodeId: node.id, host: endpoint.host, port: endpoint.port, rack: node.rack }
}
