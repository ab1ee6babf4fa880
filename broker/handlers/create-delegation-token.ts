import { createToken } from '../metadata/controller/delegation-tokens.ts'
import { errorCode } from '../protocol/error-codes.ts'
import { createDelegationToken } from '../protocol/messages/create-delegation-token.ts'
import { tokenHmac } from '../security/delegation-token.ts'
import { principalText, type Principal } from '../security/principal.ts'
import { noBytes } from '../security/sasl/sasl-exchange.ts'
import { tokensRefusal } from './delegation-tokens.ts'
import { codeOfFailure } from './error-translation.ts'
import { handler } from './handler.ts'

const noTimes = { issueTimestampMs: -1n, expiryTimestampMs: -1n, maxTimestampMs: -1n }

/** Makes a delegation token: for the sender, or for somebody else if it may. */
export const createDelegationTokenHandler = handler(createDelegationToken, async (request, context) => {
  const { broker, access, principal: requester } = context
  const { ownerPrincipalType, ownerPrincipalName, maxLifetimeMs } = request
  const owner: Principal = ownerPrincipalName ? { type: ownerPrincipalType ?? '', name: ownerPrincipalName } : requester
  const renewers = request.renewers.map(({ principalType: type, principalName: name }) => ({ type, name }))
  const answer = {
    principalType: owner.type,
    principalName: owner.name,
    tokenRequesterPrincipalType: requester.type,
    tokenRequesterPrincipalName: requester.name,
  }
  const refuse = (code: number) => ({ errorCode: code, ...answer, ...noTimes, tokenId: '', hmac: noBytes })
  const refusal = tokensRefusal(context)
  if (refusal === errorCode.DELEGATION_TOKEN_REQUEST_NOT_ALLOWED) return refuse(refusal)
  const isOwn = principalText(owner) === principalText(requester)
  if (!isOwn && !access.allows('createTokens', 'user', principalText(owner))) {
    return refuse(errorCode.DELEGATION_TOKEN_AUTHORIZATION_FAILED)
  }
  if (renewers.some(({ type }) => type !== 'User')) return refuse(errorCode.INVALID_PRINCIPAL_TYPE)
  if (refusal !== null) return refuse(refusal)
  const { secretKey, maxLifetimeMs: longest, expiryTimeMs: lifetimeMs } = broker.settings.delegationTokens
  const outcome = await broker.metadata.execute(createToken, {
    owner,
    requester,
    renewers,
    maxLifetimeMs: maxLifetimeMs > 0n && maxLifetimeMs < longest ? maxLifetimeMs : longest,
    lifetimeMs,
    now: BigInt(broker.clock.now()),
  })
  if (!outcome.ok) return refuse(codeOfFailure(outcome.failure.kind))
  const { tokenId, issueTimestamp, expirationTimestamp, maxTimestamp } = outcome.value
  return {
    errorCode: errorCode.NONE,
    ...answer,
    issueTimestampMs: issueTimestamp,
    expiryTimestampMs: expirationTimestamp,
    maxTimestampMs: maxTimestamp,
    tokenId,
    hmac: tokenHmac(secretKey ?? '', tokenId),
  }
})
