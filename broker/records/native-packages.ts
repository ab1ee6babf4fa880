import type * as Zstd from '@toondepauw/node-zstd'
import type * as Lz4 from 'lz4-napi'
import { createRequire } from 'node:module'
import type * as Snappy from 'snappy'

/*
 * Codecs that are native code. Loading one costs about ten milliseconds, which a broker that starts does not spend: most
 * topics never see them.
 */
const load = createRequire(import.meta.url)

export const snappyPackage = once(() => load('snappy') as typeof Snappy)
export const lz4Package = once(() => load('lz4-napi') as typeof Lz4)
export const zstdPackage = once(() => load('@toondepauw/node-zstd') as typeof Zstd)

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | null = null
  return () => (made ??= { value: make() }).value
}
