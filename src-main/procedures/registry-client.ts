import type { SchemaRegistry } from '../decoding/schema-registry.ts'
import type { DecodingStore } from '../settings/decoding-store.ts'

const clients = new WeakMap<DecodingStore, Map<string, SchemaRegistry>>()

/**
 * The registry of a cluster, with the schemas that were fetched before; null where it cannot be asked. Its code is loaded by who needs
 * it: with it come Avro, Protobuf and JSON Schema, which otherwise only the data worker has in memory.
 */
export async function registryClient(decoding: DecodingStore, clusterId: string): Promise<SchemaRegistry | null> {
  const place = decoding.registryPlace(clusterId)
  if (place === null) return null
  const { SchemaRegistry: Client } = await import('../decoding/schema-registry.ts')
  const known = clients.get(decoding) ?? new Map<string, SchemaRegistry>()
  clients.set(decoding, known)
  const name = JSON.stringify(place)
  const client = known.get(name) ?? new Client(place)
  known.set(name, client)
  return client
}
