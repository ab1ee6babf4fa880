import type { BrokerContext } from './broker-context.ts'

export interface ClusterNode {
  readonly nodeId: number
  readonly host: string
  readonly port: number
  readonly rack: string | null
}

/** The brokers that clients can be sent to. This one stands for itself, others are read from the metadata. */
export function liveBrokers({ node, metadata }: BrokerContext): ClusterNode[] {
  const others = [...metadata.image.brokers.values()].flatMap((broker): ClusterNode[] => {
    const endpoint = broker.endpoints[0]
    if (broker.fenced || broker.id === node.id || endpoint === undefined) return []
    return [{ nodeId: broker.id, host: endpoint.host, port: endpoint.port, rack: broker.rack }]
  })
  return [{ nodeId: node.id, host: node.host, port: node.port, rack: node.rack }, ...others]
}
