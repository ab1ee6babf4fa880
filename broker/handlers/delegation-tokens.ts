import { prolongToken } from '../metadata/controller/delegation-tokens.ts'
import { errorCode } from '../protocol/error-codes.ts'
import { tokenHmac } from '../security/delegation-token.ts'
import { anonymous, principalText, type Principal } from '../security/principal.ts'
import { codeOfFailure } from './error-translation.ts'
import type { RequestContext } from './handler.ts'

/* What the four requests about delegation tokens have in common. */

/** What an answer has for a time where there is none. */
const noTimestamp = -1n

/** Why the sender cannot ask for anything about tokens; null when it can. */
export function tokensRefusal({ principal, connection, broker }: RequestContext): number | null {
  // Who came by a token, or has shown nobody's name, cannot get tokens in one.
  const isNobody = connection.sasl === null && principalText(principal) === principalText(anonymous)
  const isByToken = connection.sasl?.identity?.byToken ?? false
  if (isNobody || isByToken) return errorCode.DELEGATION_TOKEN_REQUEST_NOT_ALLOWED
  return broker.settings.delegationTokens.secretKey === null ? errorCode.DELEGATION_TOKEN_AUTH_DISABLED : null
}

export interface Prolongation {
  readonly hmac: Uint8Array
  readonly periodMs: bigint
}

/** The answer to Renew and to Expire. */
export async function prolong(context: RequestContext, { hmac, periodMs }: Prolongation) {
  const refusal = tokensRefusal(context)
  if (refusal !== null) return { errorCode: refusal, expiryTimestampMs: noTimestamp }
  const { broker, principal: requester } = context
  const tokenId = tokenOf(context, hmac)
  const now = BigInt(broker.clock.now())
  const outcome = await broker.metadata.execute(prolongToken, { tokenId, requester, periodMs, now })
  return outcome.ok
    ? { errorCode: errorCode.NONE, expiryTimestampMs: outcome.value }
    : { errorCode: codeOfFailure(outcome.failure.kind), expiryTimestampMs: noTimestamp }
}

/** The id of the token with that HMAC. */
function tokenOf({ broker }: RequestContext, hmac: Uint8Array): string | null {
  const secretKey = broker.settings.delegationTokens.secretKey ?? ''
  const ids = broker.metadata.image.security.delegationTokens.keys()
  for (const tokenId of ids) if (tokenHmac(secretKey, tokenId).equals(hmac)) return tokenId
  return null
}

export function parsePrincipal(text: string): Principal {
  const colon = text.indexOf(':')
  return { type: text.slice(0, colon), name: text.slice(colon + 1) }
}
