import { brokerResource } from '../image/config-resource.ts'
import type { MetadataImage } from '../image/metadata-image.ts'
import { brokerConfigs } from './broker-configs.ts'
import type { TopicConfigDefinition } from './config-definition.ts'
import type { ConfigSource } from './effective-config.ts'
import type { NodeConfigs, StaticConfigs } from './node-configs.ts'

/** A place that gives a config a value. `name` is the name it has there. */
export interface ConfigCandidate {
  readonly name: string
  readonly value: string
  readonly source: ConfigSource
}

interface ValueSource {
  readonly values: { get(name: string): string | null | undefined }
  readonly source: ConfigSource
}

/** Where broker configs come from, the strongest first. */
export function brokerSources(image: MetadataImage, node: NodeConfigs): readonly ValueSource[] {
  return [
    { values: image.configsOf(brokerResource(node.nodeId)), source: 'dynamic-broker' },
    { values: image.configsOf(brokerResource(null)), source: 'dynamic-default-broker' },
    { values: { get: (name) => staticValue(node, name) }, source: 'static-broker' },
    { values: brokerDefaults, source: 'default' },
  ]
}

/**
 * What is set for the broker, whoever set it: for this broker, for all of them, or in the file, the first of these
 * strongest. `own` stands in for what is set for this broker.
 */
export function statedConfigs(
  image: MetadataImage,
  { nodeId, staticConfigs }: NodeConfigs,
  own: ReadonlyMap<string, string> = image.configsOf(brokerResource(nodeId)),
): StaticConfigs {
  return new Map([...staticConfigs, ...image.configsOf(brokerResource(null)), ...own])
}

/** Who sets `node.id` has set the older `broker.id` too. */
function staticValue({ staticConfigs }: NodeConfigs, name: string): string | undefined {
  return staticConfigs.get(name) ?? (name === 'broker.id' ? staticConfigs.get('node.id') : undefined)
}

const brokerDefaults = { get: (name: string) => brokerConfigs.get(name)?.defaultValue }

/** Every place that gives broker config `name` a value, the strongest first. */
export function brokerCandidates(name: string, sources: readonly ValueSource[]): ConfigCandidate[] {
  return sources.flatMap(({ values, source }) => {
    const value = values.get(name) ?? null
    return value === null ? [] : [{ name, value, source }]
  })
}

/**
 * Every place that gives a topic config a value, the strongest first: the topic, then the broker configs that stand in
 * for it, source by source. Values of those are as they stand there; `asTopicValue` converts.
 */
export function topicCandidates(
  definition: TopicConfigDefinition,
  topicValues: ReadonlyMap<string, string>,
  sources: readonly ValueSource[],
): ConfigCandidate[] {
  const { name, synonyms } = definition
  const own = topicValues.get(name)
  const candidates: ConfigCandidate[] = own === undefined ? [] : [{ name, value: own, source: 'dynamic-topic' }]
  const names = synonyms.map((synonym) => synonym.name)
  return [...candidates, ...synonymCandidates(names, sources)]
}

/** Every place that gives one of these broker configs a value, source by source. */
export function synonymCandidates(names: readonly string[], sources: readonly ValueSource[]): ConfigCandidate[] {
  return sources.flatMap((source) => names.flatMap((name) => brokerCandidates(name, [source])))
}

/** The same as the value of the first of `topicCandidates`, for all of a topic's configs at once: without making the others. */
export function effectiveTopicValue(
  definition: TopicConfigDefinition,
  topicValues: ReadonlyMap<string, string>,
  sources: readonly ValueSource[],
): string {
  const own = topicValues.get(definition.name)
  if (own !== undefined) return own
  for (const { values } of sources) {
    for (const { name, factor } of definition.synonyms) {
      const value = values.get(name) ?? null
      if (value !== null) return inTopicUnit(value, factor)
    }
  }
  return definition.defaultValue ?? ''
}

/** The value that counts, in the topic's own unit. */
export function topicValue(definition: TopicConfigDefinition, candidates: readonly ConfigCandidate[]): string {
  const [strongest] = candidates
  if (strongest === undefined) return definition.defaultValue ?? ''
  if (strongest.source === 'dynamic-topic') return strongest.value
  const factor = definition.synonyms.find(({ name }) => name === strongest.name)?.factor ?? 1
  return inTopicUnit(strongest.value, factor)
}

function inTopicUnit(text: string, factor: number): string {
  if (factor === 1 || !/^\s*-?\d+\s*$/.test(text)) return text
  const value = BigInt(text.trim())
  // Any negative duration stands for "no limit".
  return String(value < 0n ? -1n : value * BigInt(factor))
}
