import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { TopicDecoding } from '../../src-main/api/decoding.ts'
import { automatic } from '../../src-main/api/decoding.ts'
import { client, queries } from './client.ts'

export type {
  DecodedField,
  FieldDecoding,
  FieldFormat,
  RegistryPlace,
  SchemaKind,
  TopicDecoding,
} from '../../src-main/api/decoding.ts'

interface OnTopic {
  readonly clusterId: string
  readonly topic: string
}

/** How key and value of a topic are read, as it was chosen; automatic until it is known. */
export function useDecodingChoice(onTopic: OnTopic): TopicDecoding {
  const { data } = useQuery(queries.decoding.choice.queryOptions({ input: onTopic }))
  return data?.decoding ?? { key: automatic, value: automatic }
}

/** Remembers a choice for one topic, or for all whose names fit a pattern with `*`. */
export function useRememberDecoding(
  clusterId: string,
): (choice: {
  readonly kind: 'topic' | 'pattern'
  readonly name: string
  readonly decoding: TopicDecoding
}) => Promise<void> {
  const cache = useQueryClient()
  return async ({ kind, name, decoding }) => {
    await client.decoding.remember({ clusterId, scope: { kind, name }, decoding })
    await Promise.all(
      [queries.decoding.key(), queries.messages.key()].map((queryKey) => cache.invalidateQueries({ queryKey })),
    )
  }
}
