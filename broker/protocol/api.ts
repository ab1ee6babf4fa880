import type { Fields } from '../schema/field.ts'
import type { Message } from '../schema/message.ts'
import type { VersionRange } from '../schema/version-range.ts'

/** One of Kafka's APIs: its number and both messages, which always have the same versions. */
export interface Api<Request extends Fields = Fields, Response extends Fields = Fields> {
  readonly key: number
  readonly name: string
  readonly request: Message<Request>
  readonly response: Message<Response>
  /** Versions that a broker tells its clients about; not quite those that the messages have. */
  readonly advertisedVersions: VersionRange
}

interface ApiDefinition<Request extends Fields, Response extends Fields> {
  readonly key: number
  readonly name: string
  readonly request: Message<Request>
  readonly response: Message<Response>
  /** Set where Kafka does not yet promise to keep the newest version; brokers do not advertise it. */
  readonly latestVersionUnstable?: true
  /** Set where versions are advertised that no longer exist. */
  readonly advertisedFrom?: number
}

export function api<const Request extends Fields, const Response extends Fields>(
  definition: ApiDefinition<Request, Response>,
): Api<Request, Response> {
  const { key, name, request, response } = definition
  const { min, max } = request.validVersions
  const advertisedVersions = {
    min: definition.advertisedFrom ?? min,
    max: definition.latestVersionUnstable ? max - 1 : max,
  }
  return { key, name, request, response, advertisedVersions }
}
