import { SchemaRegistry } from '../decoding/schema-registry.ts'
import type { DecodingStore } from '../settings/decoding-store.ts'

const clients = new WeakMap<DecodingStore, Map<string, SchemaRegistry>>()

/** The registry of a cluster, with the schemas that were fetched before; null where it cannot be asked. */
export function registryClient(decoding: DecodingStore, clusterId: string): SchemaRegistry | null {
  const place = decoding.registryPlace(clusterId)
  if (place === null) return null
  const known = clients.get(decoding) ?? new Map<string, SchemaRegistry>()
  clients.set(decoding, known)
  const name = JSON.stringify(place)
  const client = known.get(name) ?? new SchemaRegistry(place)
  known.set(name, client)
  return client
}
