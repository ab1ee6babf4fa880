import { principalText, type Principal } from '../../security/principal.ts'
import type { MetadataImage } from '../image/metadata-image.ts'
import type { MetadataRecordValue, NewMetadataRecord } from '../records/metadata-records.ts'
import { done, refused, type Decision, type DecisionContext, type Outcome } from './decision.ts'

/*
 * Delegation tokens (KIP-48). Records hold no secret: what a client must know follows from the id of the token and
 * delegation.token.secret.key, which the caller keeps. All times are in milliseconds since 1970.
 */

export type DelegationToken = MetadataRecordValue<'DelegationToken'>

export interface CreateTokenCommand {
  readonly owner: Principal
  readonly requester: Principal
  readonly renewers: readonly Principal[]
  /** Counted from `now`. */
  readonly maxLifetimeMs: bigint
  readonly lifetimeMs: bigint
  readonly now: bigint
}

/** metadata.version 3.6-IV2, with which the records of tokens came. */
const firstVersionWithTokens = 14

const unsupported = refused('unsupported-version', 'The current metadata.version does not support delegation tokens')

export function createToken(
  image: MetadataImage,
  { owner, requester, renewers, maxLifetimeMs, lifetimeMs, now }: CreateTokenCommand,
  { newUuid }: DecisionContext,
): Decision<Outcome<DelegationToken>> {
  if (image.metadataVersion < firstVersionWithTokens) return { records: [], result: unsupported }
  const maxTimestamp = sum(now, maxLifetimeMs)
  const token = {
    owner: principalText(owner),
    requester: principalText(requester),
    renewers: renewers.map(principalText),
    issueTimestamp: now,
    maxTimestamp,
    expirationTimestamp: earlier(maxTimestamp, sum(now, lifetimeMs)),
    tokenId: newUuid(),
  }
  return { records: [{ type: 'DelegationToken', version: 0, value: token }], result: done(token) }
}

export interface ProlongTokenCommand {
  /** Null when nobody has such a token. */
  readonly tokenId: string | null
  readonly requester: Principal
  /** From `now` on; negative removes the token at once, which only `expire` may. */
  readonly periodMs: bigint
  readonly now: bigint
}

/** Renews a token, or sets when it expires: the result is the new time. */
export function prolongToken(
  image: MetadataImage,
  { tokenId, requester, periodMs, now }: ProlongTokenCommand,
): Decision<Outcome<bigint>> {
  const refuse = (outcome: Outcome<never>) => ({ records: [], result: outcome })
  if (image.metadataVersion < firstVersionWithTokens) return refuse(unsupported)
  const token = tokenId === null ? undefined : image.security.delegationTokens.get(tokenId)
  if (token === undefined) return refuse(refused('token-not-found', 'There is no such delegation token.'))
  const who = principalText(requester)
  if (token.owner !== who && !token.renewers.includes(who)) {
    return refuse(refused('token-owner-mismatch', `${who} neither owns nor may renew the delegation token.`))
  }
  if (periodMs < 0n) return { records: [removal(token)], result: done(now) }
  if (isExpired(token, now)) return refuse(refused('token-expired', 'The delegation token has expired.'))
  const expirationTimestamp = earlier(token.maxTimestamp, sum(now, periodMs))
  const value = { ...token, expirationTimestamp }
  return { records: [{ type: 'DelegationToken', version: 0, value }], result: done(expirationTimestamp) }
}

/** So many tokens are removed at a time. */
const maxRemovals = 1000

/** Removes tokens whose time is over. */
export function removeExpiredTokens(image: MetadataImage, { now }: { readonly now: bigint }): Decision<null> {
  const expired = [...image.security.delegationTokens.values()].filter((token) => isExpired(token, now))
  return { records: expired.slice(0, maxRemovals).map(removal), result: null }
}

export function isExpired({ maxTimestamp, expirationTimestamp }: DelegationToken, now: bigint): boolean {
  return maxTimestamp < now || expirationTimestamp < now
}

function removal({ tokenId }: DelegationToken): NewMetadataRecord {
  return { type: 'RemoveDelegationToken', version: 0, value: { tokenId } }
}

const longMax = 2n ** 63n - 1n

function sum(now: bigint, durationMs: bigint): bigint {
  return earlier(longMax, now + durationMs)
}

function earlier(left: bigint, right: bigint): bigint {
  return left < right ? left : right
}
