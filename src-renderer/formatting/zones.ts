/** Whose clocks times are shown by: those of this machine, UTC, or a zone of the IANA such as `Europe/Berlin`. */
export type TimestampZone = string

/** The name of the zone, as it stands beside a time. */
export function zoneName(zone: TimestampZone): string {
  if (zone === 'local') return zoneOfMachine()
  return zone === 'utc' ? 'UTC' : zone
}

/** Every zone that can be chosen, by name; where the name of today and an older one are in use, by either. */
export function knownZones(): string[] {
  return [...new Set([...Intl.supportedValuesOf('timeZone'), ...RENAMED])].toSorted()
}

/** Engines list these by an older name alone (`Asia/Calcutta`), as Unicode's CLDR has it, and understand both. */
const RENAMED = [
  'Africa/Asmara',
  'America/Argentina/Buenos_Aires',
  'America/Argentina/Catamarca',
  'America/Argentina/Cordoba',
  'America/Argentina/Jujuy',
  'America/Argentina/Mendoza',
  'America/Atikokan',
  'America/Indiana/Indianapolis',
  'America/Kentucky/Louisville',
  'America/Nuuk',
  'Asia/Ho_Chi_Minh',
  'Asia/Kathmandu',
  'Asia/Kolkata',
  'Asia/Yangon',
  'Atlantic/Faroe',
  'Europe/Kyiv',
  'Pacific/Chuuk',
  'Pacific/Kanton',
  'Pacific/Pohnpei',
]

/** The zone of this machine, by name. */
export function zoneOfMachine(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone
}

/** By how much clocks of the zone are ahead of UTC at that time, in milliseconds. */
export function offsetMsAt(ms: number, zone: TimestampZone): number {
  if (zone === 'utc') return 0
  if (zone === 'local') return Math.round(new Date(ms).getTimezoneOffset() * -60_000)
  return wallClock(zone, ms) - Math.floor(ms / 1000) * 1000
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** What a clock of the zone shows, to the second, as if it were UTC. */
function wallClock(zone: string, ms: number): number {
  let format = formats.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('en', { timeZone: zone, hourCycle: 'h23', era: 'short', ...FIELDS })
    formats.set(zone, format)
  }
  const parts = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, value]))
  const field = (name: string): number => Number(parts[name] ?? 0)
  const year = parts['era'] === 'BC' ? 1 - field('year') : field('year')
  const shown = new Date(0)
  shown.setUTCFullYear(year, field('month') - 1, field('day'))
  shown.setUTCHours(field('hour'), field('minute'), field('second'))
  return shown.getTime()
}

const FIELDS = {
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
} as const
