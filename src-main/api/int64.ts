import { z } from 'zod'
import { say } from './languages/texts.ts'

const INT64_MAX = 9_223_372_036_854_775_807n

/** An offset, or a position in a file, as it may be asked for: Kafka's negative ones have meanings of their own. */
export const offsetInput = z.bigint().min(0n, say('offsetNotNegative')).max(INT64_MAX, say('offsetTooLarge'))

/** Milliseconds since 1970, as they may be asked for. */
export const timestampInput = z.bigint().min(0n, say('timeNotNegative')).max(INT64_MAX, say('timeTooLarge'))

/** A number of offsets forward or back. */
export const offsetShift = z.bigint().min(-INT64_MAX).max(INT64_MAX)
