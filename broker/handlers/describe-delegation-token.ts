import type { DelegationToken } from '../metadata/controller/delegation-tokens.ts'
import { errorCode } from '../protocol/error-codes.ts'
import {
  describeDelegationToken,
  type DescribeDelegationTokenResponseInput,
} from '../protocol/messages/describe-delegation-token.ts'
import { tokenHmac } from '../security/delegation-token.ts'
import { principalText } from '../security/principal.ts'
import { parsePrincipal, tokensRefusal } from './delegation-tokens.ts'
import { handler } from './handler.ts'

/** The tokens of the sender, those it may renew, and those it has the permission to see. */
export const describeDelegationTokenHandler = handler(describeDelegationToken, ({ owners }, context) => {
  const refusal = tokensRefusal(context)
  if (refusal !== null) return { errorCode: refusal, tokens: [] }
  const { broker, access, principal } = context
  const who = principalText(principal)
  const asked = owners?.map(({ principalType: type, principalName: name }) => principalText({ type, name }))
  const isWanted = (token: DelegationToken): boolean =>
    asked === undefined || asked.some((each) => belongsTo(token, each))
  const maySee = (token: DelegationToken): boolean =>
    belongsTo(token, who) ||
    access.allows('describe', 'delegationToken', token.tokenId) ||
    access.allows('describeTokens', 'user', token.owner)
  const secretKey = broker.settings.delegationTokens.secretKey ?? ''
  const tokens = [...broker.metadata.image.security.delegationTokens.values()]
    .filter((token) => isWanted(token) && maySee(token))
    .map((token) => describe(token, secretKey))
  return { errorCode: errorCode.NONE, tokens }
})

function belongsTo({ owner, requester, renewers }: DelegationToken, principal: string): boolean {
  return owner === principal || requester === principal || renewers.includes(principal)
}

function describe(token: DelegationToken, secretKey: string): DescribeDelegationTokenResponseInput['tokens'][number] {
  const owner = parsePrincipal(token.owner)
  const requester = parsePrincipal(token.requester)
  return {
    principalType: owner.type,
    principalName: owner.name,
    tokenRequesterPrincipalType: requester.type,
    tokenRequesterPrincipalName: requester.name,
    issueTimestamp: token.issueTimestamp,
    expiryTimestamp: token.expirationTimestamp,
    maxTimestamp: token.maxTimestamp,
    tokenId: token.tokenId,
    hmac: tokenHmac(secretKey, token.tokenId),
    renewers: token.renewers
      .map(parsePrincipal)
      .map(({ type, name }) => ({ principalType: type, principalName: name })),
  }
}
