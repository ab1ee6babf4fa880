import { formatNumber } from '../../src-main/api/languages/grammar.ts'
import { currentLanguage } from '../../src-main/api/languages/language.ts'

/** An exact count with grouped digits, as the language groups them: `1,240,118`. */
export function formatCount(count: bigint | number): string {
  return formatNumber(BigInt(count))
}

/** A count and its noun, in English: `1 topic`, `3 partitions`. The plural is the singular with an s unless it is given. */
export function formatCountOf(count: bigint | number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(count)} ${BigInt(count) === 1n ? singular : plural}`
}

/** A count where there is little room: `812`, `12.4K`, `3.1M`. */
export function formatShortCount(count: bigint | number): string {
  return new Intl.NumberFormat(currentLanguage(), { notation: 'compact', maximumFractionDigits: 1 }).format(count)
}

/** An offset is an address, not an amount: its digits are never grouped, so that it can be copied and searched. */
export function formatOffset(offset: bigint): string {
  return offset.toString()
}
