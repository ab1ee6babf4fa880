import { groupDigits } from './bytes.ts'

/** An exact count with grouped digits: `1 240 118`. */
export function formatCount(count: bigint | number): string {
  return groupDigits(BigInt(count))
}

/** A count and its noun: `1 topic`, `3 partitions`. The plural is the singular with an s unless it is given. */
export function formatCountOf(count: bigint | number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(count)} ${BigInt(count) === 1n ? singular : plural}`
}

/** A count where there is little room: `812`, `12.4k`, `3.1M`. */
export function formatShortCount(count: bigint | number): string {
  const value = Number(count)
  for (const [limit, suffix] of [
    [1e12, 'T'],
    [1e9, 'G'],
    [1e6, 'M'],
    [1e3, 'k'],
  ] as const) {
    if (Math.abs(value) >= limit) {
      const scaled = value / limit
      return `${Math.abs(scaled) < 100 ? trimZero(scaled.toFixed(1)) : Math.round(scaled)}${suffix}`
    }
  }
  return String(value)
}

/** An offset is an address, not an amount: its digits are never grouped, so that it can be copied and searched. */
export function formatOffset(offset: bigint): string {
  return offset.toString()
}

function trimZero(text: string): string {
  return text.endsWith('.0') ? text.slice(0, -2) : text
}
