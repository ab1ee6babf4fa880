import type { JsonWebKeys } from './json-web-keys.ts'
import { InvalidTokenError, isSignedBy, parseToken, UnknownKeyError, type JsonWebToken } from './json-web-token.ts'

/** What a token says that is of use here. */
export interface ValidToken {
  /** The name of the user. */
  readonly subject: string
  /** Milliseconds since 1970. */
  readonly expiresAt: number
}

/** @throws InvalidTokenError */
export type ValidateToken = (text: string) => ValidToken

export interface SignedTokenRules {
  readonly keys: Pick<JsonWebKeys, 'keys' | 'refetchSoon'>
  /** Empty: tokens that are made for somebody in particular do not count. */
  readonly expectedAudiences: readonly string[]
  /** Null lets any issuer count. */
  readonly expectedIssuer: string | null
  readonly scopeClaim: string
  readonly subjectClaim: string
  readonly clockSkewMs: number
  readonly now: () => number
}

/** Tokens that a key of the set has signed, as the validator of Apache Kafka's brokers takes them. */
export function signedTokens(rules: SignedTokenRules): ValidateToken {
  const { keys, expectedAudiences, expectedIssuer, scopeClaim, subjectClaim, clockSkewMs, now } = rules
  return (text) => {
    const token = parseToken(text)
    if (!isSigned(token, keys)) throw new InvalidTokenError('its signature is wrong')
    const { claims } = token
    const expiresAt = requireTime(claims, 'exp')
    requireTime(claims, 'iat')
    if (now() - clockSkewMs >= expiresAt) throw new InvalidTokenError('it has expired')
    if (claims.nbf !== undefined && now() + clockSkewMs < requireTime(claims, 'nbf')) {
      throw new InvalidTokenError('it does not count yet')
    }
    requireAudience(claims.aud, expectedAudiences)
    if (expectedIssuer !== null && claims.iss !== expectedIssuer) {
      throw new InvalidTokenError(`its issuer is ${String(claims.iss)}`)
    }
    requireScopes(claims[scopeClaim], scopeClaim)
    return { subject: requireSubject(claims, subjectClaim), expiresAt }
  }
}

export interface UnsecuredTokenRules {
  /** `unsecuredValidatorPrincipalClaimName` */
  readonly subjectClaim: string
  /** `unsecuredValidatorScopeClaimName` */
  readonly scopeClaim: string
  /** `unsecuredValidatorRequiredScope` */
  readonly requiredScopes: readonly string[]
  /** `unsecuredValidatorAllowableClockSkewMs` */
  readonly clockSkewMs: number
  readonly now: () => number
}

/** Tokens that nobody has signed: whoever comes is whoever it says it is. For trying things out, as in Apache Kafka. */
export function unsecuredTokens(rules: UnsecuredTokenRules): ValidateToken {
  const { subjectClaim, scopeClaim, requiredScopes, clockSkewMs, now } = rules
  return (text) => {
    const { header, claims, signature } = parseToken(text)
    if (header.alg !== 'none' || signature.length > 0) {
      throw new InvalidTokenError('it is signed, which is not expected')
    }
    const subject = requireSubject(claims, subjectClaim)
    const expiresAt = requireTime(claims, 'exp')
    if (now() - clockSkewMs >= expiresAt) throw new InvalidTokenError('it has expired')
    if (claims.iat !== undefined) {
      const issuedAt = requireTime(claims, 'iat')
      if (issuedAt > now() + clockSkewMs) throw new InvalidTokenError('it was made in the future')
      if (expiresAt <= issuedAt) throw new InvalidTokenError('it expired before it was made')
    }
    const scopes = scopesOf(claims[scopeClaim])
    const missing = requiredScopes.find((scope) => !scopes.includes(scope))
    if (missing !== undefined) throw new InvalidTokenError(`it lacks the scope ${missing}`)
    return { subject, expiresAt }
  }
}

function isSigned(token: JsonWebToken, keys: SignedTokenRules['keys']): boolean {
  try {
    return isSignedBy(token, keys.keys)
  } catch (error) {
    if (error instanceof UnknownKeyError) keys.refetchSoon()
    throw error
  }
}

/** Claims have times in seconds. @returns milliseconds */
function requireTime(claims: JsonWebToken['claims'], name: string): number {
  const value = claims[name]
  if (typeof value !== 'number' || !(value >= 0)) throw new InvalidTokenError(`its claim ${name} is no time`)
  return value * 1000
}

function requireSubject(claims: JsonWebToken['claims'], name: string): string {
  const value = claims[name]
  const subject = typeof value === 'string' ? value.trim() : ''
  if (subject === '') throw new InvalidTokenError(`its claim ${name} names nobody`)
  return subject
}

function requireAudience(audience: unknown, expected: readonly string[]): void {
  if (audience === undefined && expected.length === 0) return
  const audiences: readonly unknown[] = Array.isArray(audience) ? audience : [audience]
  if (!expected.some((each) => audiences.includes(each))) {
    throw new InvalidTokenError(`it is made for ${String(audience)}`)
  }
}

function requireScopes(value: unknown, name: string): void {
  if (!Array.isArray(value)) return
  const isWrong = value.some((scope) => typeof scope !== 'string' || scope.trim() === '')
  if (isWrong || new Set(value).size !== value.length) {
    throw new InvalidTokenError(`its claim ${name} is no list of scopes`)
  }
}

function scopesOf(value: unknown): readonly unknown[] {
  if (typeof value === 'string') return value.split(' ')
  return Array.isArray(value) ? value : []
}
