import { describeErrorCode } from '../../broker/protocol/error-codes.ts'

/** The cluster answered with one of Kafka's errors. */
export class KafkaError extends Error {
  override readonly name = 'KafkaError'
  /** Kafka's own name, `TOPIC_ALREADY_EXISTS`. */
  readonly errorName: string
  readonly isRetriable: boolean
  /** What the broker said beyond the code, if anything. */
  readonly detail: string | null

  constructor(code: number, detail: string | null = null) {
    const known = describeErrorCode(code)
    super(detail ?? known.message)
    this.errorName = known.name
    this.isRetriable = known.retriable
    this.detail = detail
  }
}

/** @throws KafkaError unless `code` is 0 */
export function refuseError(code: number, detail: string | null = null): void {
  if (code !== 0) throw new KafkaError(code, detail === '' ? null : detail)
}

/** No connection to the cluster could be had, or it was lost under way. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError'
  readonly remedy: string

  constructor(message: string, { remedy, cause }: { readonly remedy: string; readonly cause?: unknown }) {
    super(message, { cause })
    this.remedy = remedy
  }
}

/** The broker does not have the API, or only in versions that are not spoken here. */
export class UnsupportedByBrokerError extends Error {
  override readonly name = 'UnsupportedByBrokerError'
}
