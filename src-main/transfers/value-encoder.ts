import type { RegistryPlace, SchemaFile } from '../api/decoding.ts'
import type { RecordSource } from '../api/transfers.ts'
import { encodeWith, schemaFor } from '../decoding/encode-content.ts'
import { schemaRegistryAt } from '../decoding/schema-registry.ts'
import type { EncodeValue } from './message-generator.ts'

/** Where schemas are, in a form that can be sent to another thread. */
export interface SchemaPlaces {
  readonly topic: string
  readonly registry: RegistryPlace | null
  readonly schemaFiles: readonly SchemaFile[]
}

/** How the values of a source are written; null: as they are. @throws DecodeError where the schema is not to be had */
export async function valueEncoder(source: RecordSource, places: SchemaPlaces): Promise<EncodeValue | null> {
  if (source.kind !== 'generator' || source.valueSchema === null) return null
  const content = { kind: 'encoded', ...source.valueSchema } as const
  const { topic, registry, schemaFiles } = places
  const client = registry === null ? null : schemaRegistryAt(registry)
  const schema = await schemaFor({ ...content, json: '' }, { topic, part: 'value', schemaFiles, registry: client })
  return (json) => encodeWith(schema, { ...content, json })
}
