/** Compression of a batch's records, by the names that Kafka's configs and clients use. */
export type Codec = 'none' | 'gzip' | 'snappy' | 'lz4' | 'zstd'

/** By number, as in the low three bits of a batch's attributes. */
export const codecs: readonly Codec[] = ['none', 'gzip', 'snappy', 'lz4', 'zstd']
