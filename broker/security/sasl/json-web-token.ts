import { constants, verify, type KeyObject } from 'node:crypto'
import type { JsonWebKey } from './json-web-keys.ts'

/*
 * JSON Web Tokens (RFC 7519) in their compact form: header . claims . signature, each in base64url.
 */

export interface JsonWebToken {
  readonly header: Readonly<Record<string, unknown>>
  readonly claims: Readonly<Record<string, unknown>>
  /** What the signature is of. */
  readonly signed: string
  readonly signature: Uint8Array
}

/** Why a token does not count; for the log, not for whoever came with it. */
export class InvalidTokenError extends Error {
  override readonly name = 'InvalidTokenError'
}

/** @throws InvalidTokenError */
export function parseToken(text: string): JsonWebToken {
  const parts = text.split('.')
  const [header, claims, signature] = parts
  if (parts.length !== 3 || header === undefined || claims === undefined || signature === undefined) {
    throw new InvalidTokenError('it does not have three parts')
  }
  return {
    header: parseObject(header),
    claims: parseObject(claims),
    signed: `${header}.${claims}`,
    signature: Buffer.from(signature, 'base64url'),
  }
}

function parseObject(part: string): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return { ...parsed }
  } catch {
    // Told below.
  }
  throw new InvalidTokenError('a part of it is no JSON object')
}

interface Algorithm {
  readonly keyType: 'rsa' | 'ec' | 'ed25519'
  readonly hash: string | null
  readonly isPss?: true
  /** For `ec`: the only curve that the algorithm is for. */
  readonly curve?: string
}

const algorithms: ReadonlyMap<string, Algorithm> = new Map<string, Algorithm>([
  ['RS256', { keyType: 'rsa', hash: 'sha256' }],
  ['RS384', { keyType: 'rsa', hash: 'sha384' }],
  ['RS512', { keyType: 'rsa', hash: 'sha512' }],
  ['PS256', { keyType: 'rsa', hash: 'sha256', isPss: true }],
  ['PS384', { keyType: 'rsa', hash: 'sha384', isPss: true }],
  ['PS512', { keyType: 'rsa', hash: 'sha512', isPss: true }],
  ['ES256', { keyType: 'ec', hash: 'sha256', curve: 'prime256v1' }],
  ['ES384', { keyType: 'ec', hash: 'sha384', curve: 'secp384r1' }],
  ['ES512', { keyType: 'ec', hash: 'sha512', curve: 'secp521r1' }],
  ['EdDSA', { keyType: 'ed25519', hash: null }],
])

/**
 * Whether one of `keys` has signed the token: the one that it names, or any that fits when it names none. Only what
 * public keys can check counts; `none`, and secrets that both sides know, never do.
 * @throws InvalidTokenError when no key of the set could have signed it.
 */
export function isSignedBy(token: JsonWebToken, keys: readonly JsonWebKey[]): boolean {
  const name = String(token.header.alg)
  const algorithm = algorithms.get(name)
  if (algorithm === undefined) throw new InvalidTokenError(`it is signed by ${name}, which does not count here`)
  const { kid } = token.header
  const candidates = keys.filter(
    (each) =>
      (kid === undefined || each.id === kid) &&
      (each.algorithm === null || each.algorithm === name) &&
      fits(each.key, algorithm),
  )
  if (candidates.length === 0) throw new UnknownKeyError(`no key of the set fits ${name}, ${String(kid)}`)
  return candidates.some(({ key }) => isValid(token, key, algorithm))
}

/** The key of a token is not known, but may be new. */
export class UnknownKeyError extends InvalidTokenError {}

function fits(key: KeyObject, { keyType, curve }: Algorithm): boolean {
  if (key.asymmetricKeyType !== keyType) return false
  return curve === undefined || key.asymmetricKeyDetails?.namedCurve === curve
}

function isValid({ signed, signature }: JsonWebToken, key: KeyObject, { hash, isPss }: Algorithm): boolean {
  const padding = isPss
    ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
    : {}
  return verify(hash, Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363', ...padding }, signature)
}
