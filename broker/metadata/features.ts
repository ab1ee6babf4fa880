import type { FeatureRange } from './image/broker-image.ts'

/** A feature stands at a level that this program cannot work with. */
export class UnsupportedFeatureError extends Error {
  override readonly name = 'UnsupportedFeatureError'
}

/** The format of the quorum's own records; its level is a control record of the metadata log, never a FeatureLevelRecord. */
export const kraftVersionFeature = 'kraft.version'

interface KnownFeature extends FeatureRange {
  /** The highest level that a newer release has and that was found to change nothing here but what is handled. */
  readonly maxReadableVersion?: number
}

/**
 * The features of Apache Kafka 4.3 and their levels. The metadata of all of these is kept and honoured; that a level is
 * listed does not mean that the protocol it enables is served.
 *
 * Kafka 4.4 formats with metadata.version 33 and share.version 2. A directory of that kind is served all the same: its
 * levels bring ranges of addresses in ACLs (32) and the record UnregisterController (33), and no other record or
 * version of one. Such a level is never given to a directory that has a lower one.
 */
const knownFeatures: readonly KnownFeature[] = [
  // Lower levels lack nothing that a single node needs, but Kafka 4 begins at 3.3-IV3.
  { name: 'metadata.version', minSupportedVersion: 7, maxSupportedVersion: 30, maxReadableVersion: 33 },
  { name: kraftVersionFeature, minSupportedVersion: 0, maxSupportedVersion: 1 },
  { name: 'transaction.version', minSupportedVersion: 0, maxSupportedVersion: 2 },
  { name: 'group.version', minSupportedVersion: 0, maxSupportedVersion: 1 },
  { name: 'eligible.leader.replicas.version', minSupportedVersion: 0, maxSupportedVersion: 1 },
  { name: 'share.version', minSupportedVersion: 0, maxSupportedVersion: 1, maxReadableVersion: 2 },
  { name: 'streams.version', minSupportedVersion: 0, maxSupportedVersion: 1 },
]

/**
 * What this broker and its controller register in a cluster whose features stand at `finalized`: as Apache Kafka 4.3,
 * but never less than a level that is in force, because nobody would take such a registration.
 */
export function supportedFeatures(finalized: ReadonlyMap<string, number>): FeatureRange[] {
  return knownFeatures.map(({ name, minSupportedVersion, maxSupportedVersion }) => ({
    name,
    minSupportedVersion,
    maxSupportedVersion: Math.max(maxSupportedVersion, finalized.get(name) ?? 0),
  }))
}

export interface FeatureLevel {
  readonly name: string
  readonly level: number
}

const since41 = [
  { name: 'eligible.leader.replicas.version', level: 1 },
  { name: 'group.version', level: 1 },
] as const
const since42 = [...since41, { name: 'share.version', level: 1 }, { name: 'streams.version', level: 1 }] as const
const transactions = { name: 'transaction.version', level: 2 } as const

/** What `kafka-storage format` of each release gives a new cluster, in the order in which Kafka writes it. */
const featuresByRelease: ReadonlyMap<string, readonly FeatureLevel[]> = new Map([
  ['4.0', [{ name: 'metadata.version', level: 25 }, { name: 'group.version', level: 1 }, transactions]],
  ['4.1', [{ name: 'metadata.version', level: 27 }, ...since41, transactions]],
  ['4.2', [{ name: 'metadata.version', level: 29 }, ...since42, transactions]],
  ['4.3', [{ name: 'metadata.version', level: 30 }, ...since42, transactions]],
])

/** The releases whose features a new cluster can have. */
export const releases: readonly string[] = [...featuresByRelease.keys()]

/** The one whose features every Kafka 4 opens. */
export const oldestRelease = '4.0'

/** @throws UnsupportedFeatureError for a release that is none of `releases`. */
export function featuresOfRelease(release: string): readonly FeatureLevel[] {
  const features = featuresByRelease.get(release)
  if (features === undefined) throw new UnsupportedFeatureError(`there are no features of release ${release} here`)
  return features
}

/** @throws UnsupportedFeatureError */
export function requireReadableLevel(name: string, level: number): void {
  const feature = knownFeatures.find((known) => known.name === name)
  if (feature === undefined) {
    if (level === 0) return
    throw new UnsupportedFeatureError(`the cluster uses the feature ${name} (level ${level}), which is not known here`)
  }
  const { minSupportedVersion: min, maxReadableVersion: max = feature.maxSupportedVersion } = feature
  if (level >= min && level <= max) return
  throw new UnsupportedFeatureError(`${name} is at level ${level}, but only levels ${min} to ${max} can be read here`)
}

/** The levels of metadata.version that brought something which a level below cannot express. */
const levelsWithNewMetadata: readonly number[] = [8, 11, 13, 14, 15, 17, 23, 30, 32, 33]

/** Whether metadata of level `upTo` may hold what level `above` cannot express. */
export function hasMetadataChanged({ above, upTo }: { readonly above: number; readonly upTo: number }): boolean {
  return levelsWithNewMetadata.some((level) => level > above && level <= upTo)
}

/*
 * Which version of a record a level of metadata.version asks for. A reader of that level need not know newer ones, so
 * they must not be written.
 */

/** Whether replicas have log directories (3.7-IV2, KIP-858). */
export function hasDirectoryAssignment(metadataVersion: number): boolean {
  return metadataVersion >= 17
}

export function partitionRecordVersion(metadataVersion: number): number {
  // 4.0-IV1 brought eligible leader replicas.
  return metadataVersion >= 23 ? 2 : hasDirectoryAssignment(metadataVersion) ? 1 : 0
}

export function registerBrokerRecordVersion(metadataVersion: number): number {
  // 4.3-IV0 brought cordoned directories, 3.4-IV0 the migration from ZooKeeper.
  if (metadataVersion >= 30) return 4
  return hasDirectoryAssignment(metadataVersion) ? 3 : metadataVersion >= 8 ? 2 : 1
}

/** Whether controllers register themselves (3.7-IV0, KIP-919). */
export function hasControllerRegistration(metadataVersion: number): boolean {
  return metadataVersion >= 15
}

/** Whether hosts of ACLs may be ranges of addresses (4.4-IV1). */
export function hasAddressRanges(metadataVersion: number): boolean {
  return metadataVersion >= 32
}
