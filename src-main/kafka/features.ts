import { apiVersions } from '../../broker/protocol/messages/api-versions.ts'
import type { Feature } from '../api/brokers.ts'
import { texts } from '../languages/texts.ts'
import { refuseError } from './kafka-errors.ts'
import type { WireCluster } from './wire-cluster.ts'

export interface ClusterFeatures {
  /** In the order of their names. */
  readonly features: readonly Feature[]
  /** Grows with each change; null where features are not known. */
  readonly finalizedEpoch: bigint | null
}

/** The features that the cluster works with, and what some broker of it could work with (KIP-584). */
export async function readFeatures(cluster: WireCluster): Promise<ClusterFeatures> {
  const response = await cluster.request({ to: 'any' }, apiVersions, {
    clientSoftwareName: 'brokkr',
    clientSoftwareVersion: 'unknown',
  })
  refuseError({ what: texts.refusals.featuresNotRead, errorCode: response.errorCode })
  const finalized = new Map(response.finalizedFeatures.map((each) => [each.name, each.maxVersionLevel]))
  const supported = new Map(response.supportedFeatures.map((each) => [each.name, each]))
  const names = [...new Set([...finalized.keys(), ...supported.keys()])].toSorted()
  return {
    features: names.map((name) => ({
      name,
      finalizedLevel: finalized.get(name) ?? null,
      minSupportedLevel: supported.get(name)?.minVersion ?? null,
      maxSupportedLevel: supported.get(name)?.maxVersion ?? null,
    })),
    finalizedEpoch: response.finalizedFeaturesEpoch < 0n ? null : response.finalizedFeaturesEpoch,
  }
}
