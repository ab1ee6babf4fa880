import { createHash, timingSafeEqual } from 'node:crypto'
import { noBytes, SaslFailure, type SaslExchange } from './sasl-exchange.ts'

/*
 * PLAIN (RFC 4616), one token: [authorization id] NUL user NUL password, in UTF-8.
 */

/** `passwordOf` gives the password of a user, or undefined when there is no such user. */
export function plainExchange(passwordOf: (user: string) => string | undefined): SaslExchange {
  return {
    step(token) {
      const parts = Buffer.from(token).toString('utf8').split('\0')
      const [authorizationId = '', user = '', password = ''] = parts
      if (parts.length !== 3) {
        throw failure(`Invalid SASL/PLAIN response: expected 3 tokens, got ${Math.min(parts.length, 4)}`)
      }
      if (user === '') throw failure('Authentication failed: username not specified')
      if (password === '') throw failure('Authentication failed: password not specified')
      const expected = passwordOf(user)
      if (expected === undefined || !isSame(expected, password)) {
        throw failure('Authentication failed: Invalid username or password')
      }
      if (authorizationId !== '' && authorizationId !== user) {
        throw failure('Authentication failed: Client requested an authorization id that is different from username')
      }
      return { token: noBytes, identity: { principal: { type: 'User', name: user }, expiresAt: null, byToken: false } }
    },
  }
}

function failure(message: string): SaslFailure {
  return new SaslFailure(message, { isSecret: false })
}

/** Takes as long for a wrong password as for the right one. */
function isSame(left: string, right: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(left), digest(right))
}
