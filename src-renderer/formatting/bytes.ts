const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'] as const

/** A size in bytes as people read it: `0 B`, `812 B`, `1.4 KiB`, `23 MiB`. Two digits of precision below 10. */
export function formatBytes(bytes: bigint | number): string {
  const exact = BigInt(typeof bytes === 'number' ? Math.round(bytes) : bytes)
  const sign = exact < 0n ? '−' : ''
  let rest = exact < 0n ? -exact : exact
  let unit = 0
  let previous = rest
  while (rest >= 1024n && unit < UNITS.length - 1) {
    previous = rest
    rest /= 1024n
    unit++
  }
  if (unit === 0) return `${sign}${rest} ${UNITS[0]}`
  const value = Number(previous) / 1024
  // 1023.96 KiB would round to "1024 KiB", which is the next unit's 1.0.
  if (Math.round(value) >= 1024 && unit < UNITS.length - 1) return `${sign}1.0 ${UNITS[unit + 1]}`
  return `${sign}${value < 10 ? value.toFixed(1) : Math.round(value)} ${UNITS[unit]}`
}

/** The exact number of bytes with grouped digits, for a tooltip beside {@link formatBytes}: `1 468 006 bytes`. */
export function formatExactBytes(bytes: bigint | number): string {
  return `${groupDigits(BigInt(bytes))} ${BigInt(bytes) === 1n ? 'byte' : 'bytes'}`
}

/** Digits in groups of three with narrow no-break spaces; exact for every bigint. */
export function groupDigits(value: bigint): string {
  const text = value.toString()
  const sign = text.startsWith('-') ? '−' : ''
  const digits = sign === '' ? text : text.slice(1)
  return sign + digits.replaceAll(/\B(?=(\d{3})+$)/g, '\u202F')
}
