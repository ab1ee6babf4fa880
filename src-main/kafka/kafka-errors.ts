import { describeErrorCode, type KnownError } from '../../broker/protocol/error-codes.ts'
import type { Problem, ProblemCode } from '../api/problem.ts'
import { texts } from '../languages/texts.ts'

/**
 * Everything that can go wrong between the console and a cluster, each with what a user has to know about it. The
 * procedures hand `code` and `problem` on as they are.
 */
export abstract class KafkaClientError extends Error {
  abstract readonly code: ProblemCode
  readonly problem: Problem

  constructor(problem: Problem, cause?: unknown) {
    super(`${problem.what} ${problem.why}`, cause === undefined ? undefined : { cause })
    this.problem = problem
  }
}

/** No connection could be made: nobody listens there, the name is unknown, or the other side does not speak Kafka. */
export class CannotConnectError extends KafkaClientError {
  override readonly name = 'CannotConnectError'
  override readonly code = 'UNREACHABLE'

  constructor(address: string, why: string, cause?: unknown) {
    const { cannotConnect, cannotConnectRemedy: remedy } = texts.connections.errors
    super({ what: cannotConnect(address), why, remedy }, cause)
  }
}

/**
 * The cluster answers at the address that the user gave, but names another one for a broker, at which nobody can be
 * reached from here: the usual fate of brokers in containers and behind tunnels.
 */
export class AdvertisedAddressError extends KafkaClientError {
  override readonly name = 'AdvertisedAddressError'
  override readonly code = 'UNREACHABLE'

  constructor(nodeId: number, address: string, cause: CannotConnectError) {
    super(
      {
        what: texts.connections.errors.advertised(nodeId, address),
        why: texts.connections.errors.advertisedWhy(cause.problem.why),
        remedy: texts.connections.errors.advertisedRemedy(address),
      },
      cause,
    )
  }
}

/** The connection ended while an answer was awaited. Whether the broker acted on the request is not known. */
export class ConnectionLostError extends KafkaClientError {
  override readonly name = 'ConnectionLostError'
  override readonly code = 'UNREACHABLE'

  constructor(address: string, why: string, cause?: unknown) {
    const { lost, lostRemedy: remedy } = texts.connections.errors
    super({ what: lost(address), why, remedy }, cause)
  }
}

/** The broker did not answer in time. */
export class RequestTimedOutError extends KafkaClientError {
  override readonly name = 'RequestTimedOutError'
  override readonly code = 'UNREACHABLE'

  constructor(address: string, request: string, timeoutMs: number) {
    super({
      what: texts.connections.errors.timedOut(address),
      why: texts.connections.errors.timedOutWhy(request, timeoutMs / 1000),
      remedy: texts.connections.errors.timedOutRemedy,
    })
  }
}

/** The broker, or what it said of itself, did not pass: a wrong password, an unknown mechanism, a server that is an impostor. */
export class LoginFailedError extends KafkaClientError {
  override readonly name = 'LoginFailedError'
  override readonly code = 'REJECTED'
  /** Whether there is no login at all, not by this mechanism, or not for this user. */
  readonly reason: 'no-login' | 'mechanism' | 'user'

  constructor(address: string, why: string, reason: LoginFailedError['reason'] = 'user') {
    const { login, loginRemedy: remedy } = texts.connections.errors
    super({ what: login(address), why: sentence(why), remedy })
    this.reason = reason
  }
}

/** The console has nothing to show that it could log in with: no token was given, or no keys were found. */
export class LoginImpossibleError extends KafkaClientError {
  override readonly name = 'LoginImpossibleError'
  override readonly code = 'REJECTED'

  constructor(why: string, remedy: string) {
    super({ what: texts.connections.errors.loginNotTried, why: sentence(why), remedy })
  }
}

/** What came back cannot be understood. */
export class MalformedResponseError extends KafkaClientError {
  override readonly name = 'MalformedResponseError'
  override readonly code = 'FAILED'

  constructor(address: string, why: string, cause?: unknown) {
    const { malformed, malformedRemedy: remedy } = texts.connections.errors
    super({ what: malformed(address), why, remedy }, cause)
  }
}

/** The broker lacks an API, or has only versions of it that the console does not speak. */
export class UnsupportedRequestError extends KafkaClientError {
  override readonly name = 'UnsupportedRequestError'
  override readonly code = 'REJECTED'

  constructor(address: string, why: string) {
    const { unsupported, unsupportedRemedy: remedy } = texts.connections.errors
    super({ what: unsupported(address), why, remedy })
  }
}

export interface Refusal {
  /** What was not done, as a sentence: "Topic orders was not created." */
  readonly what: string
  readonly errorCode: number
  /** The broker's own words, where it has sent some. */
  readonly message?: string | null
  /** The right that it takes, by Kafka's names: "DESCRIBE_CONFIGS on topic orders". Told when that is what was missing. */
  readonly needs?: string
}

/** The broker understood the request and answered with one of Kafka's errors. */
export class RefusedByBrokerError extends KafkaClientError {
  override readonly name = 'RefusedByBrokerError'
  override readonly code: ProblemCode
  readonly kafkaError: KnownError

  constructor({ what, errorCode, message, needs }: Refusal) {
    const kafkaError = describeErrorCode(errorCode)
    const said = message === null || message === undefined || message === '' ? meaningOf(kafkaError) : sentence(message)
    const isRightMissing = needs !== undefined && kafkaError.name.endsWith('_AUTHORIZATION_FAILED')
    const why = isRightMissing ? texts.connections.errors.needs(needs) : said
    super({ what, why, remedy: remedyFor(kafkaError), kafkaError: kafkaError.name })
    this.kafkaError = kafkaError
    this.code = problemCodes[kafkaError.name] ?? 'REJECTED'
  }
}

/** The user has marked the cluster read-only. */
export class ReadOnlyClusterError extends KafkaClientError {
  override readonly name = 'ReadOnlyClusterError'
  override readonly code = 'REJECTED'

  constructor(what: string) {
    const { remedy } = texts.connections.readOnly
    super({ what, why: texts.connections.errors.readOnlyWhy, remedy })
  }
}

/** What was asked for does not exist. */
export class NotFoundError extends KafkaClientError {
  override readonly name = 'NotFoundError'
  override readonly code = 'NOT_FOUND'
}

/** Throws where a response carries an error. */
export function refuseError(refusal: Refusal): void {
  if (refusal.errorCode !== 0) throw new RefusedByBrokerError(refusal)
}

/** What the error means, for where the broker has sent no words of its own. */
export function meaningOf({ name, message }: KnownError): string {
  return texts.refusals.meaning(name, message)
}

/** Why one of several was refused: in the broker's own words where it sent some, with Kafka's name of the error. */
export function whyRefused(errorCode: number, message: string | null = null): string {
  const known = describeErrorCode(errorCode)
  return `${message ?? meaningOf(known)} (${known.name})`
}

/** The words for whatever was thrown, for places that report a failure instead of passing it on. */
export function explainError(error: unknown): string {
  if (error instanceof KafkaClientError) return `${error.problem.what} ${error.problem.why}`
  return error instanceof Error ? error.message : String(error)
}

const problemCodes: Partial<Record<string, ProblemCode>> = {
  UNKNOWN_TOPIC_OR_PARTITION: 'NOT_FOUND',
  UNKNOWN_TOPIC_ID: 'NOT_FOUND',
  GROUP_ID_NOT_FOUND: 'NOT_FOUND',
  OFFSET_OUT_OF_RANGE: 'NOT_FOUND',
  NON_EMPTY_GROUP: 'CONFLICT',
  REBALANCE_IN_PROGRESS: 'CONFLICT',
  UNKNOWN_MEMBER_ID: 'CONFLICT',
  ILLEGAL_GENERATION: 'CONFLICT',
  GROUP_SUBSCRIBED_TO_TOPIC: 'CONFLICT',
  TOPIC_ALREADY_EXISTS: 'CONFLICT',
  UNKNOWN_SERVER_ERROR: 'FAILED',
}

function remedyFor({ name, retriable }: KnownError): string {
  const { remedies, tryAgain, lookAtLog } = texts.refusals
  if (Object.hasOwn(remedies, name)) return remedies[name as keyof typeof remedies]
  return retriable ? tryAgain : lookAtLog
}

function sentence(text: string): string {
  const trimmed = text.trim()
  return /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`
}
