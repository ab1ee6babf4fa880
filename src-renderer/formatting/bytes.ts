import { currentLanguage } from '../../src-main/api/languages/language.ts'
import { texts } from '../languages/texts.ts'

/** A size in bytes as people read it: `0 B`, `812 B`, `1.4 KiB`, `23 MiB`. Two digits of precision below 10. */
export function formatBytes(bytes: bigint | number): string {
  const units = texts.formatting.byteUnits
  const exact = BigInt(typeof bytes === 'number' ? Math.round(bytes) : bytes)
  const sign = exact < 0n ? '−' : ''
  let rest = exact < 0n ? -exact : exact
  let unit = 0
  let previous = rest
  while (rest >= 1024n && unit < units.length - 1) {
    previous = rest
    rest /= 1024n
    unit++
  }
  if (unit === 0) return `${sign}${rest} ${units[0]}`
  const value = Number(previous) / 1024
  // 1023.96 KiB would round to "1024 KiB", which is the next unit's 1.0.
  if (Math.round(value) >= 1024 && unit < units.length - 1) return `${sign}${formatFixed(1, 1)} ${units[unit + 1]}`
  return `${sign}${value < 10 ? formatFixed(value, 1) : Math.round(value)} ${units[unit]}`
}

/** The exact number of bytes with grouped digits, for a tooltip beside {@link formatBytes}: `1,468,006 bytes`. */
export function formatExactBytes(bytes: bigint | number): string {
  return texts.formatting.exactBytes(BigInt(bytes))
}

/** A number with so many digits after the point, or the comma where the language writes one. */
export function formatFixed(value: number, digits: number): string {
  const text = value.toFixed(digits)
  return currentLanguage() === 'ru' ? text.replace('.', ',') : text
}
