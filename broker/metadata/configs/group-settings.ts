import { groupResource } from '../image/config-resource.ts'
import type { MetadataImage } from '../image/metadata-image.ts'
import type { EffectiveConfig } from './effective-config.ts'
import { groupConfigs, type GroupConfigDefinition } from './group-configs.ts'
import type { NodeConfigs } from './node-configs.ts'
import { brokerCandidates, brokerSources, type ConfigCandidate } from './resolve-config.ts'
import { configProblem } from './validate-config.ts'

/** Every place that gives a config of the group a value, the strongest first. */
function candidatesOf(
  definition: GroupConfigDefinition,
  values: ReadonlyMap<string, string>,
  sources: ReturnType<typeof brokerSources>,
): ConfigCandidate[] {
  const { name, synonym, defaultValue } = definition
  const own = values.get(name)
  const candidates: ConfigCandidate[] = own === undefined ? [] : [{ name, value: own, source: 'dynamic-group' }]
  const ofBroker = synonym === null ? [] : brokerCandidates(synonym, sources)
  if (ofBroker.length > 0) return [...candidates, ...ofBroker]
  return [...candidates, { name: synonym ?? name, value: defaultValue ?? '', source: 'default' }]
}

/** Every config of the group, by name. Any group has them, whether it exists or not. */
export function describeGroupConfigs(
  image: MetadataImage,
  groupId: string,
  node: NodeConfigs,
): readonly EffectiveConfig[] {
  const values = image.configsOf(groupResource(groupId))
  const sources = brokerSources(image, node)
  return [...groupConfigs.values()].map((definition) => {
    const synonyms = candidatesOf(definition, values, sources)
    const { name, type, documentation, defaultValue } = definition
    const source = synonyms[0]?.source ?? 'default'
    const value = synonyms[0]?.value ?? defaultValue
    return { name, value, source, isSensitive: false, readOnly: false, type, documentation, synonyms }
  })
}

/** What is wrong with a group on which `values` are set, or null when nothing is. */
export function groupConfigsProblem(
  image: MetadataImage,
  values: ReadonlyMap<string, string>,
  node: NodeConfigs,
): string | null {
  const sources = brokerSources(image, node)
  for (const [name, value] of values) {
    const definition = groupConfigs.get(name)
    if (definition === undefined) return `Unknown group config name: ${name}`
    const problem =
      configProblem(definition, value) ?? limitProblem(definition, Number(value), sources) ?? resetProblem(name, value)
    if (problem !== null) return problem
  }
  for (const kind of ['consumer', 'share', 'streams']) {
    const [session, heartbeat] = [`${kind}.session.timeout.ms`, `${kind}.heartbeat.interval.ms`]
    if (numberOf(session, values, sources) > numberOf(heartbeat, values, sources)) continue
    return `${session} must be greater than ${heartbeat}`
  }
  return null
}

function numberOf(
  name: string,
  values: ReadonlyMap<string, string>,
  sources: ReturnType<typeof brokerSources>,
): number {
  const definition = groupConfigs.get(name)
  if (definition === undefined) throw new Error(`${name} is not a group config`)
  return Number(candidatesOf(definition, values, sources)[0]?.value)
}

function limitsOf({ min, max }: GroupConfigDefinition, sources: ReturnType<typeof brokerSources>) {
  const limit = (given: GroupConfigDefinition['min'], without: number): number => {
    if (given === null) return without
    return Number(brokerCandidates(given.brokerConfig, sources)[0]?.value ?? given.fallback)
  }
  return { min: limit(min, -Infinity), max: limit(max, Infinity) }
}

function limitProblem(
  definition: GroupConfigDefinition,
  value: number,
  sources: ReturnType<typeof brokerSources>,
): string | null {
  const { min, max } = limitsOf(definition, sources)
  const { name } = definition
  if (value < min) return `${name} must be greater than or equal to ${definition.min?.brokerConfig ?? ''}`
  return value > max ? `${name} must be less than or equal to ${definition.max?.brokerConfig ?? ''}` : null
}

const resetPattern = /^(?:earliest|latest|by_duration:P(?=\d|T\d)(?:\d+D)?(?:T(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?)$/

/** Where a share group begins can be a duration before now. */
function resetProblem(name: string, value: string): string | null {
  if (name !== 'share.auto.offset.reset') return null
  if (resetPattern.test(value)) return null
  const choices = "Must be one of 'earliest', 'latest', or of the format 'by_duration:<PnDTnHnMn.nS>'."
  return `Invalid value ${value} for configuration ${name}: ${choices}`
}

/** What the coordinator heeds of a group's configuration, within the limits that the broker has now. All in milliseconds. */
export interface ConsumerGroupSettings {
  readonly sessionTimeoutMs: number
  readonly heartbeatIntervalMs: number
  readonly assignmentIntervalMs: number
}

export function consumerGroupSettings(image: MetadataImage, groupId: string, node: NodeConfigs): ConsumerGroupSettings {
  const values = image.configsOf(groupResource(groupId))
  const sources = brokerSources(image, node)
  const number = (name: string): number => {
    const definition = groupConfigs.get(name)
    if (definition === undefined) throw new Error(`${name} is not a group config`)
    const value = numberOf(name, values, sources)
    if (!values.has(name)) return value
    const { min, max } = limitsOf(definition, sources)
    return Math.min(Math.max(value, min), max)
  }
  return {
    sessionTimeoutMs: number('consumer.session.timeout.ms'),
    heartbeatIntervalMs: number('consumer.heartbeat.interval.ms'),
    assignmentIntervalMs: number('consumer.assignment.interval.ms'),
  }
}
