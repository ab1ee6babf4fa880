import { hasMetadataChanged, kraftVersionFeature, supportedFeatures } from '../features.ts'
import { brokerResource, configResourceTypes } from '../image/config-resource.ts'
import type { MetadataImage } from '../image/metadata-image.ts'
import type { NewMetadataRecord } from '../records/metadata-records.ts'
import { done, refused, type Decision, type DecisionContext, type Outcome } from './decision.ts'

const metadataVersion = 'metadata.version'
const elr = 'eligible.leader.replicas.version'

/** 4.0-IV1, the first level that knows eligible leader replicas. */
const elrNeeds = 23

export type UpgradeType = 'upgrade' | 'safe-downgrade' | 'unsafe-downgrade' | 'unknown'

export interface FeatureUpdate {
  readonly feature: string
  readonly level: number
  readonly upgradeType: UpgradeType
}

export interface UpdateFeatures {
  readonly updates: readonly FeatureUpdate[]
  readonly validateOnly: boolean
}

/** Changes all of the features or none. */
export function updateFeatures(
  image: MetadataImage,
  { updates, validateOnly }: UpdateFeatures,
  context: DecisionContext,
): Decision<Outcome<null>> {
  const proposed = new Map([
    ...image.features,
    ...updates.map(({ feature, level }): [string, number] => [feature, level]),
  ])
  const records: NewMetadataRecord[] = []
  for (const update of updates) {
    const problem = problemOf(image, update, { proposed, context })
    if (problem !== null) return { records: [], result: refused('invalid-update-version', problem) }
    const { feature, level } = update
    if (feature === kraftVersionFeature) continue
    const isElrNew = feature === elr && level > 0 && (image.features.get(elr) ?? 0) === 0
    if (isElrNew) records.push(...minInsyncReplicas(image, context))
    records.push({ type: 'FeatureLevel', version: 0, value: { name: feature, featureLevel: level } })
  }
  return { records: validateOnly ? [] : records, result: done(null) }
}

interface Circumstances {
  readonly proposed: ReadonlyMap<string, number>
  readonly context: DecisionContext
}

function problemOf(image: MetadataImage, update: FeatureUpdate, { proposed, context }: Circumstances): string | null {
  const { feature, level, upgradeType } = update
  const invalid = (why: string): string => `Invalid update version ${level} for feature ${feature}. ${why}`
  if (upgradeType === 'unknown') return invalid('The controller does not support the given upgrade type.')
  if (level < 0) return invalid('A feature version cannot be less than 0.')
  const range = supportedFeatures(image.features).find(({ name }) => name === feature)
  const { minSupportedVersion: min, maxSupportedVersion: max } = range ?? {
    minSupportedVersion: 0,
    maxSupportedVersion: 0,
  }
  if (level < min || level > max) {
    const what = `Local controller ${context.nodeId}`
    return invalid(
      max === 0 ? `${what} does not support this feature.` : `${what} only supports versions ${min}-${max}`,
    )
  }
  const current = feature === kraftVersionFeature ? context.kraftVersion : (image.features.get(feature) ?? 0)
  if (level < current && upgradeType === 'upgrade') {
    return invalid(
      "Can't downgrade the version of this feature without setting the upgrade type to either safe or unsafe downgrade.",
    )
  }
  if (level > current && upgradeType !== 'upgrade') return invalid("Can't downgrade to a newer version.")
  if (feature === metadataVersion) return downgradeProblem(current, update)
  if (feature === kraftVersionFeature) {
    if (level === current) return null
    if (level < current) return invalid("Can't downgrade the version of this feature.")
    return invalid('This directory was formatted with a lower level, which only Apache Kafka itself can raise.')
  }
  if (range === undefined) return invalid(`Feature ${feature} not found.`)
  if (feature === elr && level > 0 && (proposed.get(metadataVersion) ?? 0) < elrNeeds) {
    return invalid(`${feature} could not be set to ${level} because it depends on ${metadataVersion} level ${elrNeeds}`)
  }
  return null
}

/** Lower levels whose records lack something that the metadata may hold are never gone back to, not even by force. */
function downgradeProblem(current: number, { level, upgradeType }: FeatureUpdate): string | null {
  if (level >= current || !hasMetadataChanged({ above: level, upTo: current })) return null
  const why =
    upgradeType === 'unsafe-downgrade'
      ? 'Unsafe metadata downgrade is not supported in this version.'
      : 'Refusing to perform the requested downgrade because it might delete metadata information.'
  return `Unsupported metadata.version downgrade from ${current} to ${level}. ${why}`
}

/** Eligible leader replicas need one minimum of the ISR that counts for the cluster, and none of single brokers. */
function minInsyncReplicas(image: MetadataImage, { staticConfigs }: DecisionContext): NewMetadataRecord[] {
  const name = 'min.insync.replicas'
  const records: NewMetadataRecord[] = []
  const all = brokerResource(null)
  if (image.configsOf(all).get(name) === undefined) {
    const value = staticConfigs.get(name) ?? '1'
    const { type: resourceType, name: resourceName } = all
    records.push({ type: 'Config', version: 0, value: { resourceType, resourceName, name, value } })
  }
  for (const { resource, values } of image.configs.values()) {
    if (resource.type !== configResourceTypes.broker || resource.name === '' || !values.has(name)) continue
    const value = { resourceType: resource.type, resourceName: resource.name, name, value: null }
    records.push({ type: 'Config', version: 0, value })
  }
  return records
}
