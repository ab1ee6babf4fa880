import { createHash, pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { hmac, minScramIterations, scramHash, type ScramMechanism } from '../../broker/security/sasl/scram-keys.ts'
import { texts } from '../languages/texts.ts'
import type { SaslClient } from './sasl-client.ts'

/*
 * The client's side of SCRAM (RFC 5802, RFC 7677), without channel binding:
 *
 *   client first  n,,n=user,r=client nonce
 *   server first  r=client nonce + server nonce,s=salt,i=iterations
 *   client final  c=biws,r=both nonces,p=proof
 *   server final  v=signature, or e=error
 */

/** A server that wants more than this wants to keep us busy. */
const maxIterations = 1_000_000

const serverFirstPattern = /^r=([\x21-\x2b\x2d-\x7e]+),s=([A-Za-z0-9+/=]+),i=([1-9]\d{0,7})(?:,.*)?$/
const serverFinalPattern = /^(?:v=([A-Za-z0-9+/=]+)|e=([^,]+))(?:,.*)?$/

const saltPassword = promisify(pbkdf2)

/** The server has not shown that it knows the password, or speaks no SCRAM. */
export class ScramProtocolError extends Error {
  override readonly name = 'ScramProtocolError'
}

export interface ScramUser {
  readonly mechanism: ScramMechanism
  readonly username: string
  readonly password: string
}

export class ScramClient implements SaslClient {
  readonly #user: ScramUser
  readonly #nonce: string
  readonly #bare: string
  #expected: Buffer | null = null

  constructor(user: ScramUser, nonce: string = randomBytes(18).toString('base64url')) {
    this.#user = user
    this.#nonce = nonce
    const name = user.username.replaceAll('=', '=3D').replaceAll(',', '=2C')
    this.#bare = `n=${name},r=${nonce}`
  }

  first(): Uint8Array {
    return Buffer.from(`n,,${this.#bare}`)
  }

  async answer(challenge: Uint8Array): Promise<Uint8Array | null> {
    const text = Buffer.from(challenge).toString('utf8')
    if (this.#expected === null) return this.#final(text)
    this.#verify(text, this.#expected)
    return null
  }

  async #final(serverFirst: string): Promise<Uint8Array> {
    const [whole, nonce = '', salt = '', iterationText] = serverFirstPattern.exec(serverFirst) ?? []
    if (whole === undefined) throw new ScramProtocolError(texts.kafka.scram.unreadable)
    if (!nonce.startsWith(this.#nonce) || nonce.length === this.#nonce.length) {
      throw new ScramProtocolError(texts.kafka.scram.foreign)
    }
    const iterations = Number(iterationText)
    if (iterations < minScramIterations || iterations > maxIterations) {
      throw new ScramProtocolError(texts.kafka.scram.iterations(iterations))
    }
    const { mechanism, password } = this.#user
    const hash = scramHash(mechanism)
    const length = hash === 'sha256' ? 32 : 64
    const salted = await saltPassword(password, Buffer.from(salt, 'base64'), iterations, length, hash)
    const clientKey = hmac(mechanism, salted, 'Client Key')
    const storedKey = createHash(hash).update(clientKey).digest()
    const withoutProof = `c=biws,r=${nonce}`
    const signed = `${this.#bare},${serverFirst},${withoutProof}`
    const signature = hmac(mechanism, storedKey, signed)
    const proof = Buffer.from(clientKey.map((byte, index) => byte ^ (signature[index] ?? 0)))
    this.#expected = hmac(mechanism, hmac(mechanism, salted, 'Server Key'), signed)
    return Buffer.from(`${withoutProof},p=${proof.toString('base64')}`)
  }

  #verify(serverFinal: string, expected: Buffer): void {
    const [, signature, error] = serverFinalPattern.exec(serverFinal) ?? []
    if (error !== undefined) throw new ScramProtocolError(texts.kafka.scram.refuses(error))
    const given = Buffer.from(signature ?? '', 'base64')
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
      throw new ScramProtocolError(texts.kafka.scram.impostor)
    }
  }
}
