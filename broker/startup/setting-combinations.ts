import { brokerConfigs } from '../metadata/configs/broker-configs.ts'
import { consumerGroupLimitsProblem } from '../metadata/configs/consumer-group-limits.ts'
import type { StaticConfigs } from '../metadata/configs/node-configs.ts'
import { listMembers } from '../metadata/configs/validate-config.ts'

/** What no broker starts with, although each property is right by itself, as in Apache Kafka; null when nothing is. */
export function combinationProblem(configs: StaticConfigs): string | null {
  const text = (name: string): string => configs.get(name) ?? brokerConfigs.get(name)?.defaultValue ?? ''
  const number = (name: string): number => Number(text(name))
  const queuedBytes = number('queued.max.request.bytes')
  if (queuedBytes > 0 && queuedBytes < number('socket.request.max.bytes')) {
    return 'queued.max.request.bytes must be at least socket.request.max.bytes, or no request of that size could ever arrive'
  }
  const protocols = listMembers(text('group.coordinator.rebalance.protocols')).map((name) => name.toLowerCase())
  if (!protocols.includes('classic')) {
    return 'group.coordinator.rebalance.protocols lacks classic, and that protocol cannot be switched off'
  }
  if (number('max.connections.per.ip') === 0 && text('max.connections.per.ip.overrides') === '') {
    return 'max.connections.per.ip can be 0 only where max.connections.per.ip.overrides names who may connect'
  }
  return consumerGroupLimitsProblem(configs)
}
