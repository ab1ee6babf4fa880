/** Compression of a batch's records, by the names that Kafka's configs and clients use. */
export type Codec = 'none' | 'gzip' | 'snappy' | 'lz4' | 'zstd'

/** How hard the codecs that have a choice try, as `compression.*.level`; gzip's -1 leaves it to the codec. */
export interface CompressionLevels {
  readonly gzip: number
  readonly zstd: number
}

export const defaultCompressionLevels: CompressionLevels = { gzip: -1, zstd: 3 }

/** By number, as in the low three bits of a batch's attributes. */
export const codecs: readonly Codec[] = ['none', 'gzip', 'snappy', 'lz4', 'zstd']
