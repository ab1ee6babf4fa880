import { brokerConfigs } from './broker-configs.ts'
import type { StaticConfigs } from './node-configs.ts'

/** What is wrong between the broker properties of groups of KIP-848, each of which is right by itself; null when nothing is. */
export function consumerGroupLimitsProblem(configs: StaticConfigs): string | null {
  const value = (name: string): number => Number(configs.get(name) ?? brokerConfigs.get(name)?.defaultValue)
  for (const what of ['heartbeat.interval.ms', 'session.timeout.ms', 'assignment.interval.ms']) {
    const [given, min, max] = [`group.consumer.${what}`, `group.consumer.min.${what}`, `group.consumer.max.${what}`]
    if (value(max) < value(min)) return `${max} must be greater than or equal to ${min}`
    if (value(given) < value(min)) return `${given} must be greater than or equal to ${min}`
    if (value(given) > value(max)) return `${given} must be less than or equal to ${max}`
  }
  const [heartbeat, session] = ['group.consumer.heartbeat.interval.ms', 'group.consumer.session.timeout.ms']
  return value(heartbeat) < value(session) ? null : `${heartbeat} must be less than ${session}`
}
