import type { FeatureRange } from './image/broker-image.ts'

/** A feature stands at a level that this program cannot work with. */
export class UnsupportedFeatureError extends Error {
  override readonly name = 'UnsupportedFeatureError'
}

/** `metadata.version` of new clusters: 4.0-IV3, which every Kafka 4 opens. */
export const initialMetadataVersion = 25

/** From 4.0-IV3 on; lower levels lack nothing that a single node needs, but Kafka 4 begins at 3.3-IV3. */
const metadataVersions = { min: 7, max: 30 } as const

/**
 * What this broker and its controller understand, and so register. The metadata of all of these is kept and honoured;
 * that a level is listed does not mean that the protocol it enables is served.
 */
export const supportedFeatures: readonly FeatureRange[] = [
  { name: 'metadata.version', minSupportedVersion: metadataVersions.min, maxSupportedVersion: metadataVersions.max },
  { name: 'kraft.version', minSupportedVersion: 0, maxSupportedVersion: 1 },
  { name: 'transaction.version', minSupportedVersion: 0, maxSupportedVersion: 2 },
  { name: 'group.version', minSupportedVersion: 0, maxSupportedVersion: 1 },
  { name: 'eligible.leader.replicas.version', minSupportedVersion: 0, maxSupportedVersion: 1 },
  { name: 'share.version', minSupportedVersion: 0, maxSupportedVersion: 1 },
  { name: 'streams.version', minSupportedVersion: 0, maxSupportedVersion: 1 },
]

/** The features of a new cluster beside `metadata.version`, in the order in which Kafka writes them. */
export const initialFeatures: readonly { readonly name: string; readonly level: number }[] = [
  { name: 'group.version', level: 1 },
  { name: 'transaction.version', level: 2 },
]

/** @throws UnsupportedFeatureError */
export function requireSupportedLevel(name: string, level: number): void {
  const range = supportedFeatures.find((feature) => feature.name === name)
  if (range === undefined) {
    if (level === 0) return
    throw new UnsupportedFeatureError(`the cluster uses the feature ${name} (level ${level}), which is not known here`)
  }
  const { minSupportedVersion: min, maxSupportedVersion: max } = range
  if (level >= min && level <= max) return
  throw new UnsupportedFeatureError(`${name} is at level ${level}, but levels ${min} to ${max} are supported`)
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
