const UNITS: Readonly<Record<string, bigint>> = {
  ms: 1n,
  s: 1000n,
  sec: 1000n,
  с: 1000n,
  m: 60_000n,
  min: 60_000n,
  мин: 60_000n,
  h: 3_600_000n,
  ч: 3_600_000n,
  d: 86_400_000n,
  д: 86_400_000n,
  w: 604_800_000n,
}

/** A hundred years: more is a typing error. */
const LONGEST_MS = 3_155_760_000_000n

/**
 * A duration as people write it (`90s`, `1h 30m`, `2d`) or as ISO 8601 does (`PT1H30M`, `P2D`), in milliseconds; null where
 * it is neither.
 */
export function parseDuration(text: string): bigint | null {
  const trimmed = text.trim()
  const parsed = /^P/i.test(trimmed) ? parseIso(trimmed) : parseWords(trimmed)
  return parsed !== null && parsed <= LONGEST_MS ? parsed : null
}

function parseWords(text: string): bigint | null {
  if (!/^(\d{1,12}\s*[a-zа-я]+\s*)+$/i.test(text)) return null
  let sum = 0n
  for (const [, amount = '0', unit = ''] of text.matchAll(/(\d+)\s*([a-zа-я]+)/gi)) {
    const unitMs = UNITS[unit.toLowerCase()]
    if (unitMs === undefined) return null
    sum += BigInt(amount) * unitMs
  }
  return sum
}

function parseIso(text: string): bigint | null {
  const match = /^P(?:(\d{1,9})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})(?:\.(\d{1,3}))?S)?)?$/i.exec(text)
  if (match === null || text.length < 3) return null
  const [, days = '0', hours = '0', minutes = '0', seconds = '0', fraction = ''] = match
  return (
    BigInt(days) * 86_400_000n +
    BigInt(hours) * 3_600_000n +
    BigInt(minutes) * 60_000n +
    BigInt(seconds) * 1000n +
    BigInt(fraction.padEnd(3, '0'))
  )
}
