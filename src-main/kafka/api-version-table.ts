import type { Api } from '../../broker/protocol/api.ts'
import { apiVersions, type ApiVersionsResponse } from '../../broker/protocol/messages/api-versions.ts'
import { includesVersion, type VersionRange } from '../../broker/schema/version-range.ts'

/** Which APIs a broker has, and which of their versions both sides speak. */
export class ApiVersionTable {
  readonly #offered: ReadonlyMap<number, VersionRange>

  constructor(response: ApiVersionsResponse) {
    this.#offered = new Map(
      response.apiKeys.map(({ apiKey, minVersion, maxVersion }) => [apiKey, { min: minVersion, max: maxVersion }]),
    )
  }

  /** What the broker offers of an API, whether we speak it or not; null when it lacks the API. */
  offered(apiKey: number): VersionRange | null {
    return this.#offered.get(apiKey) ?? null
  }

  /**
   * The highest version that both sides have, at most `maxVersion`; null when there is none. A version that Kafka
   * has not yet settled (`latestVersionUnstable`) is not used.
   */
  highestCommon(api: Api, maxVersion = 32767): number | null {
    const offered = this.#offered.get(api.key)
    if (!offered) return null
    const version = Math.min(offered.max, api.advertisedVersions.max, maxVersion)
    return version >= offered.min && includesVersion(api.request.validVersions, version) ? version : null
  }
}

/**
 * The release of Kafka that a broker is like, told by the newest API versions that it offers: "4.3". Brokers do not
 * say it themselves, and compatible services mix. Null for brokers before 2.8.
 */
export function guessKafkaVersion(table: ApiVersionTable): string | null {
  const mark = marks.find(([, apiKey, version]) => (table.offered(apiKey)?.max ?? -1) >= version)
  return mark?.[0] ?? null
}

/** Release, API key, and the version of that API that came with the release; the newest first. */
const marks: readonly (readonly [release: string, apiKey: number, version: number])[] = [
  ['4.3', 35, 5],
  ['4.2', 2, 11],
  ['4.1', 1, 18],
  ['4.0', 3, 13],
  ['3.9', 1, 17],
  ['3.8', 16, 5],
  ['3.7', 1, 16],
  ['3.6', 8, 9],
  ['3.5', 1, 15],
  ['3.3', 35, 4],
  ['3.1', 1, 13],
  ['3.0', 2, 7],
  ['2.8', 60, 0],
]

/** The version of ApiVersions to begin with: the newest that we know, which an older broker refuses politely. */
export const firstApiVersionsVersion = apiVersions.advertisedVersions.max
