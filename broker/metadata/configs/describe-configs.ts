import { brokerResource, topicResource } from '../image/config-resource.ts'
import type { MetadataImage } from '../image/metadata-image.ts'
import { brokerConfigs } from './broker-configs.ts'
import { isSensitive, type ConfigDefinition, type TopicConfigDefinition } from './config-definition.ts'
import type { EffectiveConfig } from './effective-config.ts'
import { listenerConfig } from './listener-config.ts'
import type { NodeConfigs } from './node-configs.ts'
import {
  brokerSources,
  synonymCandidates,
  topicCandidates,
  topicValue,
  type ConfigCandidate,
} from './resolve-config.ts'
import { topicConfigs } from './topic-configs.ts'

/** Every config of the topic, by name. The topic need not exist: then it is what a new one would get. */
export function describeTopicConfigs(
  image: MetadataImage,
  topicName: string,
  node: NodeConfigs,
): readonly EffectiveConfig[] {
  return describeTopicValues(image, image.configsOf(topicResource(topicName)), node)
}

/** The same for a topic on which `values` are set. */
export function describeTopicValues(
  image: MetadataImage,
  values: ReadonlyMap<string, string>,
  node: NodeConfigs,
): readonly EffectiveConfig[] {
  const sources = brokerSources(image, node)
  return [...topicConfigs.values()].map((definition) =>
    topicEntry(definition, topicCandidates(definition, values, sources)),
  )
}

/** Every config of broker `node`, by name. */
export function describeBrokerConfigs(image: MetadataImage, node: NodeConfigs): readonly EffectiveConfig[] {
  const sources = brokerSources(image, node)
  const described = [...brokerConfigs.values()].filter(({ isInternal }) => isInternal !== true)
  const known = described.map((definition) =>
    entry(definition, {
      candidates: from(synonymCandidates(synonymsOf(definition.name), sources), definition.name),
      readOnly: isReadOnly(definition),
    }),
  )
  return [...known, ...otherBrokerConfigs(image, node)]
}

/** The dynamic defaults that were set for all brokers; nothing else, as Kafka answers for the empty broker name. */
export function describeBrokerDefaults(image: MetadataImage): readonly EffectiveConfig[] {
  const values = image.configsOf(brokerResource(null))
  return [...values].map(([name, value]) => {
    const definition = brokerConfigs.get(name) ?? unknownDefinition(name)
    const candidates: ConfigCandidate[] = [{ name, value, source: 'dynamic-default-broker' }]
    return entry(definition, { candidates, readOnly: isReadOnly(definition) })
  })
}

/** Broker configs that stand for the same thing in different units, this one among them. */
function synonymsOf(name: string): readonly string[] {
  for (const { synonyms } of topicConfigs.values()) {
    if (synonyms.length > 1 && synonyms.some((synonym) => synonym.name === name)) {
      return synonyms.map((each) => each.name)
    }
  }
  return [name]
}

function topicEntry(definition: TopicConfigDefinition, candidates: readonly ConfigCandidate[]): EffectiveConfig {
  const own = candidates.filter(({ source }) => source === 'dynamic-topic')
  const [name] = definition.synonyms.map((synonym) => synonym.name)
  const told = [...own, ...from(candidates.slice(own.length), name)]
  return { ...entry(definition, { candidates: told, readOnly: false }), value: topicValue(definition, candidates) }
}

/**
 * What Kafka tells of the places that a value may come from: those from the first on that has this very name. A topic
 * whose retention comes from `log.retention.hours` is told to have a default.
 */
function from(candidates: readonly ConfigCandidate[], name: string | undefined): readonly ConfigCandidate[] {
  const first = candidates.findIndex((candidate) => candidate.name === name)
  return first < 0 ? [] : candidates.slice(first)
}

function entry(
  definition: ConfigDefinition,
  { candidates, readOnly }: { readonly candidates: readonly ConfigCandidate[]; readonly readOnly: boolean },
): EffectiveConfig {
  const sensitive = isSensitive(definition)
  const shown = (value: string | null): string | null => (sensitive ? null : value)
  return {
    name: definition.name,
    value: shown(candidates[0]?.value ?? definition.defaultValue),
    source: candidates[0]?.source ?? 'default',
    isSensitive: sensitive,
    readOnly,
    type: definition.type,
    documentation: definition.documentation,
    synonyms: candidates.map(({ name, value, source }) => ({ name, value: shown(value), source })),
  }
}

function isReadOnly({ updateMode }: ConfigDefinition): boolean {
  return updateMode === 'read-only'
}

/**
 * What is set for one listener, and what only a plug-in may know: like Kafka, the name of that is shown and not its value.
 */
function otherBrokerConfigs(image: MetadataImage, node: NodeConfigs): EffectiveConfig[] {
  const sources = brokerSources(image, node)
  const set = new Set([...image.configsOf(brokerResource(node.nodeId)).keys(), ...node.staticConfigs.keys()])
  return [...set]
    .filter((name) => !brokerConfigs.has(name))
    .map((name) => {
      const { definition } = listenerConfig(name)
      const names = definition === undefined ? [name] : [name, definition.name]
      const candidates = from(synonymCandidates(names, sources), name)
      if (definition !== undefined) return entry({ ...definition, name }, { candidates, readOnly: true })
      return { ...entry(unknownDefinition(name), { candidates, readOnly: true }), type: 'unknown' }
    })
}

function unknownDefinition(name: string): ConfigDefinition {
  const documentation = 'Not a config of this broker.'
  return { name, type: 'password', defaultValue: null, documentation, valid: {}, updateMode: 'per-broker' }
}
