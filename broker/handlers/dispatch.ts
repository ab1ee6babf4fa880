import { readRequestFrame, type RequestFrame } from '../protocol/request-frame.ts'
import { encodeResponse } from '../protocol/response-frame.ts'
import { MalformedBytesError } from '../bytes/malformed-bytes-error.ts'
import type { Fields } from '../schema/field.ts'
import { readMessage } from '../schema/message.ts'
import type { Api } from '../protocol/api.ts'
import { addRaftVoter } from '../protocol/messages/add-raft-voter.ts'
import { apiVersions } from '../protocol/messages/api-versions.ts'
import { describeQuorum } from '../protocol/messages/describe-quorum.ts'
import { removeRaftVoter } from '../protocol/messages/remove-raft-voter.ts'
import { accessOf } from '../security/authorizer/access.ts'
import { principalText } from '../security/principal.ts'
import type { RequestQuotas } from '../security/quotas/request-quotas.ts'
import { unsupportedApiVersions } from './api-versions.ts'
import {
  failAuthentication,
  interruptsAuthentication,
  refusalBeforeAuthentication,
  serveBareToken,
} from './authentication.ts'
import type { BrokerContext } from './broker-context.ts'
import type { Answer, ClientConnection } from './client-connection.ts'
import { errorCode } from '../protocol/error-codes.ts'
import { LastResponse, LentResponse, NoResponse, type Handler, type HandlerResult } from './handler.ts'
import { refusedResponse } from './refused-response.ts'
import { handlers } from './registry.ts'

const handlerByKey = new Map(handlers.map((each) => [each.api.key, each]))

/**
 * Serves one request: reads it, has it handled, writes the answer. Nothing is thrown: what cannot be answered in
 * Kafka's terms closes the connection, with the reason for the log.
 */
export function dispatch(
  frame: Uint8Array,
  connection: ClientConnection,
  broker: BrokerContext,
): Answer | Promise<Answer> {
  try {
    const { sasl } = connection
    if (sasl?.expectsBareToken === true) return serveBareToken(frame, { sasl, connection, clock: broker.clock })
    const request = readRequestFrame(frame)
    const refusal = sasl === null ? null : refusalBeforeAuthentication(sasl, request.apiKey)
    if (refusal !== null) return close(refusal)
    const found = handlerByKey.get(request.apiKey)
    if (found === undefined) return close(`the API key ${request.apiKey} is not served here`)
    // Versions that are not promised yet are not served either; those that are gone are advertised all the same.
    const { min } = found.api.request.validVersions
    const { max } = found.api.advertisedVersions
    if (request.apiVersion < min || request.apiVersion > max) return answerUnsupportedVersion(request, found)
    const origin = { connection, broker, requestBytes: frame.byteLength }
    const isOutOfTurn = sasl !== null && interruptsAuthentication(sasl, request.apiKey)
    return handleRequest(isOutOfTurn ? refusing(found) : found, request, origin)
  } catch (error) {
    return { kind: 'close', reason: describe(error), isUnexpected: !(error instanceof MalformedBytesError) }
  }
}

/** In place of a handler while a client is to send the tokens of its authentication, and nothing else. */
function refusing({ api }: Handler): Handler {
  return {
    api,
    handle: (request, context) => {
      const refusal = { version: context.version, errorCode: errorCode.ILLEGAL_SASL_STATE }
      const response = refusedResponse(api, request, refusal)
      return failAuthentication(context, { response, reason: `it sent ${api.name} between the tokens` })
    },
  }
}

function handleRequest(
  found: Handler,
  request: RequestFrame,
  { connection, broker, requestBytes }: RequestOrigin,
): Answer | Promise<Answer> {
  const { apiVersion: version, clientId, correlationId, body } = request
  const value = readMessage(found.api.request, version, body)
  const { principal, clientAddress, listenerName } = connection
  const access = accessOf(broker.authorizer, { principal: principalText(principal), host: clientAddress })
  const quotas = broker.clientQuotas.forRequest(principal.name, clientId ?? '')
  const requester = { principal, clientAddress, listenerName, access, quotas, requestBytes }
  const finish = (result: HandlerResult<Fields>): Answer => {
    if (result instanceof NoResponse) {
      return result.closeReason === null ? { kind: 'none', throttleMs: result.throttleMs } : close(result.closeReason)
    }
    const isLast = result instanceof LastResponse
    const isLent = result instanceof LentResponse
    const response = isLast || isLent ? result.response : result
    const throttleMs = throttleOf(found.api, response, quotas)
    const told = throttleMs === 0 ? response : { ...response, throttleTimeMs: throttleMs }
    const chunks = encodeResponse(found.api, { version, correlationId, value: told })
    if (isLast) return { ...close(result.closeReason), chunks }
    return { kind: 'send', chunks, throttleMs, lending: isLent ? result.lending : undefined }
  }
  const describeFailure = (error: unknown): Answer => {
    return { kind: 'close', reason: `${found.api.name} v${version} failed: ${describe(error)}`, isUnexpected: true }
  }
  try {
    quotas.enter()
    const result = found.handle(value, { version, clientId, connection, broker, ...requester })
    if (!(result instanceof Promise)) return finish(result)
    // Waiting costs nobody anything.
    quotas.leave()
    return result.then(finish).catch(describeFailure)
  } catch (error) {
    return describeFailure(error)
  }
}

interface RequestOrigin {
  readonly connection: ClientConnection
  readonly broker: BrokerContext
  readonly requestBytes: number
}

/** What belongs to the quorum is not held up by quotas. */
const exemptKeys: ReadonlySet<number> = new Set([describeQuorum.key, addRaftVoter.key, removeRaftVoter.key])

/** The longest of the pauses that the handler and the time that it took have earned. */
function throttleOf(
  api: Api,
  { throttleTimeMs }: { readonly throttleTimeMs?: unknown },
  quotas: RequestQuotas,
): number {
  const own = typeof throttleTimeMs === 'number' ? throttleTimeMs : 0
  return exemptKeys.has(api.key) ? own : Math.max(own, quotas.spentTime())
}

/** A client from the future is told what is understood here (KIP-511); any other version that is not served ends the connection. */
function answerUnsupportedVersion(request: RequestFrame, found: Handler): Answer {
  const { apiVersion, correlationId } = request
  if (found.api.key !== apiVersions.key) {
    const { min } = found.api.request.validVersions
    const { max } = found.api.advertisedVersions
    return close(`${found.api.name} v${apiVersion} is not served here, only v${min} to v${max}`)
  }
  const value = unsupportedApiVersions()
  return { kind: 'send', chunks: encodeResponse(apiVersions, { version: 0, correlationId, value }) }
}

function close(reason: string) {
  return { kind: 'close', reason, isUnexpected: false } as const
}

function describe(error: unknown): string {
  if (error instanceof MalformedBytesError) return `the request cannot be read: ${error.message}`
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
