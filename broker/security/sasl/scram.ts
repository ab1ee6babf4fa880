import { createHash, timingSafeEqual } from 'node:crypto'
import type { Random } from '../../environment/random.ts'
import { SaslFailure, type SaslExchange, type SaslIdentity, type SaslStep } from './sasl-exchange.ts'
import { hmac, minScramIterations, scramHash, type ScramCredential, type ScramMechanism } from './scram-keys.ts'

/*
 * SCRAM (RFC 5802, RFC 7677), without channel binding:
 *
 *   client first  n,[a=authorization id],n=user,r=client nonce[,extensions]
 *   server first  r=client nonce + server nonce,s=salt,i=iterations
 *   client final  c=channel binding,r=both nonces[,extensions],p=proof
 *   server final  v=signature
 *
 * The extension tokenauth=true says that the user is the id of a delegation token (KIP-48).
 */

/** A delegation token as a credential. */
export interface TokenCredential {
  readonly credential: ScramCredential
  /** The name of the user whom the token stands for. */
  readonly owner: string
  /** Milliseconds since 1970. */
  readonly expiresAt: number
}

export interface ScramStore {
  credential(mechanism: ScramMechanism, user: string): ScramCredential | undefined
  token(mechanism: ScramMechanism, tokenId: string): TokenCredential | undefined
}

const clientFirstPattern =
  /^n,(?:a=((?:[^=,]|=2C|=3D)+))?,((?:m=[^,]+,)?n=((?:[^=,]|=2C|=3D)+),r=([\x21-\x2b\x2d-\x7e]+)((?:,[A-Za-z]+=[^,]+)*))$/
const base64 = '(?:[a-zA-Z0-9/+]{4})*(?:[a-zA-Z0-9/+]{3}=|[a-zA-Z0-9/+]{2}==)?'
const clientFinalPattern = new RegExp(
  `^(c=(?:${base64}),r=([\\x21-\\x2b\\x2d-\\x7e]+)(?:,[A-Za-z]+=[^,]+)*),p=(${base64})$`,
)

const nonceBytes = 24

interface Challenge {
  readonly credential: ScramCredential
  readonly identity: SaslIdentity
  readonly nonce: string
  /** Client first without its header, and server first, with a comma behind each: the beginning of what is signed. */
  readonly messages: string
}

export class ScramExchange implements SaslExchange {
  readonly #mechanism: ScramMechanism
  readonly #store: ScramStore
  readonly #random: Random
  #challenge: Challenge | null = null

  constructor(mechanism: ScramMechanism, store: ScramStore, random: Random) {
    this.#mechanism = mechanism
    this.#store = store
    this.#random = random
  }

  step(token: Uint8Array): SaslStep {
    const text = Buffer.from(token).toString('utf8')
    const challenge = this.#challenge
    this.#challenge = null
    return challenge === null ? this.#first(text) : this.#final(text, challenge)
  }

  #first(text: string): SaslStep {
    const [whole, authorizationId, bare, saslName, clientNonce, extensions] = clientFirstPattern.exec(text) ?? []
    if (whole === undefined) throw secret('the first message of the client cannot be understood')
    const user = decodeName(saslName ?? '')
    const { credential, identity } = this.#find(user, /,tokenauth=true(?:,|$)/i.test(extensions ?? ''))
    if (authorizationId !== undefined && decodeName(authorizationId) !== user) {
      const message = 'Authentication failed: Client requested an authorization id that is different from username'
      throw new SaslFailure(message, { isSecret: false })
    }
    if (credential.iterations < minScramIterations) {
      throw secret(`the credential of ${user} has only ${credential.iterations} iterations`)
    }
    const nonce = `${clientNonce}${Buffer.from(this.#random.bytes(nonceBytes)).toString('base64url')}`
    const serverFirst = `r=${nonce},s=${Buffer.from(credential.salt).toString('base64')},i=${credential.iterations}`
    this.#challenge = { credential, identity, nonce, messages: `${bare},${serverFirst},` }
    return { token: Buffer.from(serverFirst), identity: null }
  }

  #find(user: string, byToken: boolean): Pick<Challenge, 'credential' | 'identity'> {
    if (byToken) {
      const found = this.#store.token(this.#mechanism, user)
      if (found === undefined) throw secret(`there is no delegation token ${user}`)
      const principal = { type: 'User', name: found.owner }
      return { credential: found.credential, identity: { principal, expiresAt: found.expiresAt, byToken } }
    }
    const credential = this.#store.credential(this.#mechanism, user)
    if (credential === undefined) throw secret(`${user} has no credential for ${this.#mechanism}`)
    return { credential, identity: { principal: { type: 'User', name: user }, expiresAt: null, byToken } }
  }

  #final(text: string, { credential, identity, nonce, messages }: Challenge): SaslStep {
    const [whole, withoutProof, clientNonce, proof] = clientFinalPattern.exec(text) ?? []
    if (whole === undefined) throw secret('the last message of the client cannot be understood')
    // librdkafka before 2.6.1 puts its own nonce in front once more, which Kafka 4 does not take either.
    if (clientNonce !== nonce) throw secret('the client answers another challenge')
    const signed = `${messages}${withoutProof}`
    const signature = hmac(this.#mechanism, credential.storedKey, signed)
    const clientKey = xor(signature, Buffer.from(proof ?? '', 'base64'))
    const storedKey = createHash(scramHash(this.#mechanism)).update(clientKey).digest()
    if (storedKey.length !== credential.storedKey.length || !timingSafeEqual(storedKey, credential.storedKey)) {
      throw secret(`the password of ${identity.principal.name} is wrong`)
    }
    const verifier = hmac(this.#mechanism, credential.serverKey, signed).toString('base64')
    return { token: Buffer.from(`v=${verifier}`), identity }
  }
}

function secret(message: string): SaslFailure {
  return new SaslFailure(message, { isSecret: true })
}

/** Commas and equals signs in names are written as =2C and =3D. */
function decodeName(saslName: string): string {
  return saslName.replaceAll('=2C', ',').replaceAll('=3D', '=')
}

function xor(left: Uint8Array, right: Uint8Array): Uint8Array {
  return left.map((byte, index) => byte ^ (right[index] ?? 0))
}
