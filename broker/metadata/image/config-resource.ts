/** Kafka's numbers for what can have configs, as in Config records and in DescribeConfigs. */
export const configResourceTypes = { topic: 2, broker: 4, brokerLogger: 8, clientMetrics: 16, group: 32 } as const

/**
 * Something that has configs. `type` is one of `configResourceTypes`, but an image keeps foreign numbers too. A broker
 * is named by its node id; the empty name is the default for all brokers.
 */
export interface ConfigResource {
  readonly type: number
  readonly name: string
}

/** The name of the resource that holds the dynamic defaults of all brokers. */
export const allBrokersName = ''

export function topicResource(name: string): ConfigResource {
  return { type: configResourceTypes.topic, name }
}

export function brokerResource(nodeId: number | null): ConfigResource {
  return { type: configResourceTypes.broker, name: nodeId === null ? allBrokersName : String(nodeId) }
}

export function groupResource(groupId: string): ConfigResource {
  return { type: configResourceTypes.group, name: groupId }
}

export function clientMetricsResource(name: string): ConfigResource {
  return { type: configResourceTypes.clientMetrics, name }
}

/** A key under which maps can find the resource. */
export function configResourceKey(resource: ConfigResource): string {
  return `${resource.type}:${resource.name}`
}
