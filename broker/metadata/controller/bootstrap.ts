import type { MetadataImage } from '../image/metadata-image.ts'
import { brokerResource, configResourceTypes } from '../image/config-resource.ts'
import type { NewMetadataRecord } from '../records/metadata-records.ts'
import type { Decision } from './decision.ts'

const bootstrapTransaction = 'Bootstrap records'

/** The level from which on metadata transactions may be written (3.6-IV1, KIP-868). */
const transactionsFrom = 13

/**
 * The first records of a new log: what `bootstrap.checkpoint` holds, as a transaction where the level knows those, and
 * the minimum of the ISR that eligible leader replicas need to be set.
 */
export function bootstrap(_image: MetadataImage, initial: readonly NewMetadataRecord[]): Decision<null> {
  const records = isLevelAtLeast(initial, 'eligible.leader.replicas.version', 1)
    ? [...initial, minInsyncReplicasRecord()]
    : initial
  if (!isLevelAtLeast(initial, 'metadata.version', transactionsFrom)) return { records, result: null }
  const begin: NewMetadataRecord = { type: 'BeginTransaction', version: 0, value: { name: bootstrapTransaction } }
  return { records: [begin, ...records, { type: 'EndTransaction', version: 0, value: {} }], result: null }
}

function minInsyncReplicasRecord(): NewMetadataRecord {
  const { name: resourceName } = brokerResource(null)
  const value = { resourceType: configResourceTypes.broker, resourceName, name: 'min.insync.replicas', value: '1' }
  return { type: 'Config', version: 0, value }
}

function isLevelAtLeast(records: readonly NewMetadataRecord[], feature: string, level: number): boolean {
  return records.some(
    ({ type, value }) => type === 'FeatureLevel' && value.name === feature && value.featureLevel >= level,
  )
}
