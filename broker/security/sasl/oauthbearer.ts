import { InvalidTokenError } from './json-web-token.ts'
import { noBytes, SaslFailure, type SaslExchange } from './sasl-exchange.ts'
import type { ValidateToken, ValidToken } from './token-validation.ts'

/*
 * OAUTHBEARER (RFC 7628):
 *
 *   client  n,[a=authorization id], SOH auth=Bearer token SOH [key=value SOH ...] SOH
 *   server  nothing, or what is wrong as JSON; the client answers that with one SOH, and then it has failed
 */

const separator = '\u0001'
const initialPattern = new RegExp(
  `^n,(?:a=((?:[^=,]|=2C|=3D)+))?,${separator}((?:[A-Za-z]+=[\\x21-\\x7e \\t\\r\\n]+${separator})*)${separator}$`,
)
const bearerPattern = /^bearer +([-_~+/.a-zA-Z0-9]+=*)$/i

export class OAuthBearerExchange implements SaslExchange {
  readonly #validate: ValidateToken
  #hasFailed = false

  constructor(validate: ValidateToken) {
    this.#validate = validate
  }

  step(message: Uint8Array) {
    if (this.#hasFailed) throw new SaslFailure('{"status":"invalid_token"}', { isSecret: false })
    const { token, authorizationId } = parseInitial(Buffer.from(message).toString('utf8'))
    const valid = this.#check(token)
    if (valid === null) return { token: Buffer.from('{"status":"invalid_token"}'), identity: null }
    const { subject: name, expiresAt } = valid
    if (authorizationId !== null && authorizationId !== name) {
      const text = `Authentication failed: Client requested an authorization id (${authorizationId}) that is different from the token's principal name (${name})`
      throw new SaslFailure(text, { isSecret: false })
    }
    return { token: noBytes, identity: { principal: { type: 'User', name }, expiresAt, byToken: false } }
  }

  #check(token: string): ValidToken | null {
    try {
      return this.#validate(token)
    } catch (error) {
      if (!(error instanceof InvalidTokenError)) throw error
      this.#hasFailed = true
      return null
    }
  }
}

function parseInitial(text: string): { readonly token: string; readonly authorizationId: string | null } {
  const [whole, authorizationId, pairs = ''] = initialPattern.exec(text) ?? []
  const unreadable = (why: string) => new SaslFailure(`the first message of the client ${why}`, { isSecret: true })
  if (whole === undefined) throw unreadable('cannot be understood')
  const auth = pairs.split(separator).find((pair) => pair.startsWith('auth='))
  const token = bearerPattern.exec(auth?.slice('auth='.length) ?? '')?.[1]
  if (token === undefined) throw unreadable('holds no token')
  return { token, authorizationId: authorizationId?.replaceAll('=2C', ',').replaceAll('=3D', '=') ?? null }
}
