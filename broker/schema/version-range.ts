/** An inclusive range of versions. `none` is the range that holds no version. */
export interface VersionRange {
  readonly min: number
  readonly max: number
}

const noVersions: VersionRange = { min: 0, max: -1 }

/** As Kafka's specifications write ranges: `3-9`, `5`, `2+` or `none`. */
export type VersionText = `${number}-${number}` | `${number}+` | `${number}` | 'none'

export function parseVersions(text: VersionText): VersionRange {
  if (text === 'none') return noVersions
  const match = /^(\d+)(?:(\+)|-(\d+))?$/.exec(text)
  if (!match) throw new Error(`"${text}" is not a range of versions such as 0-4, 3+ or 2`)
  const min = Number(match[1])
  if (match[2]) return { min, max: 32767 }
  return { min, max: match[3] === undefined ? min : Number(match[3]) }
}

export function includesVersion(range: VersionRange, version: number): boolean {
  return version >= range.min && version <= range.max
}
