import type { SchemaRegistry } from '../decoding/schema-registry.ts'
import type { DecodingStore } from '../settings/decoding-store.ts'

/**
 * The registry of a cluster; null where it cannot be asked. Its code is loaded by who needs it: with it come Avro, Protobuf and
 * JSON Schema, which otherwise only the data worker has in memory.
 */
export async function registryClient(decoding: DecodingStore, clusterId: string): Promise<SchemaRegistry | null> {
  const place = decoding.registryPlace(clusterId)
  if (place === null) return null
  const { schemaRegistryAt } = await import('../decoding/schema-registry.ts')
  return schemaRegistryAt(place)
}
