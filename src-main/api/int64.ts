import { z } from 'zod'

const INT64_MAX = 9_223_372_036_854_775_807n

/** An offset, or a position in a file, as it may be asked for: Kafka's negative ones have meanings of their own. */
export const offsetInput = z
  .bigint()
  .min(0n, 'An offset is 0 or more')
  .max(INT64_MAX, `An offset is at most ${INT64_MAX}`)

/** Milliseconds since 1970, as they may be asked for. */
export const timestampInput = z
  .bigint()
  .min(0n, 'A time is not before 1970')
  .max(INT64_MAX, `A time is at most ${INT64_MAX} milliseconds after 1970`)

/** A number of offsets forward or back. */
export const offsetShift = z.bigint().min(-INT64_MAX).max(INT64_MAX)
