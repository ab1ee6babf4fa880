import { createHash, createHmac, pbkdf2Sync } from 'node:crypto'
import { saslAuthenticate } from '../../broker/protocol/messages/sasl-authenticate.ts'
import { saslHandshake } from '../../broker/protocol/messages/sasl-handshake.ts'
import type { KafkaConnection } from './kafka-connection.ts'

/* The client's side of SASL, written from the RFCs and not from the broker's code. */

/** Handshake and PLAIN; gives the last answer. */
export async function authenticatePlain(client: KafkaConnection, user: string, password: string) {
  await client.request(saslHandshake, 1, { mechanism: 'PLAIN' })
  return client.request(saslAuthenticate, 2, { authBytes: plainToken(user, password) })
}

export function plainToken(user: string, password: string): Buffer {
  return Buffer.from(`\0${user}\0${password}`)
}

export interface ScramLogin {
  readonly mechanism: 'SCRAM-SHA-256' | 'SCRAM-SHA-512'
  readonly user: string
  readonly password: string
  /** Such as `,tokenauth=true`. */
  readonly extensions?: string
}

/** Handshake and SCRAM; gives the last answer, whose signature is checked. */
export async function authenticateScram(client: KafkaConnection, login: ScramLogin) {
  await client.request(saslHandshake, 1, { mechanism: login.mechanism })
  const { clientFirst, answer } = scramClient(login)
  const first = await client.request(saslAuthenticate, 2, { authBytes: Buffer.from(clientFirst) })
  if (first.errorCode !== 0) return first
  const { clientFinal, serverFinal } = answer(Buffer.from(first.authBytes).toString())
  const last = await client.request(saslAuthenticate, 2, { authBytes: Buffer.from(clientFinal) })
  if (last.errorCode === 0 && Buffer.from(last.authBytes).toString() !== serverFinal) {
    throw new Error('The broker does not know the password itself.')
  }
  return last
}

export function scramClient(
  { mechanism, user, password, extensions = '' }: ScramLogin,
  nonce = 'fyko+d2lbbFgONRv9qkxdawL',
) {
  const hash = mechanism === 'SCRAM-SHA-256' ? 'sha256' : 'sha512'
  const hmac = (key: Buffer, text: string) => createHmac(hash, key).update(text).digest()
  const bare = `n=${user.replaceAll('=', '=3D').replaceAll(',', '=2C')},r=${nonce}${extensions}`
  const answer = (serverFirst: string) => {
    const [, serverNonce = '', salt = '', iterations = ''] = /^r=(.*),s=(.*),i=(\d+)$/.exec(serverFirst) ?? []
    const salted = pbkdf2Sync(
      password,
      Buffer.from(salt, 'base64'),
      Number(iterations),
      hash === 'sha256' ? 32 : 64,
      hash,
    )
    const clientKey = hmac(salted, 'Client Key')
    const withoutProof = `c=biws,r=${serverNonce}`
    const message = `${bare},${serverFirst},${withoutProof}`
    const signature = hmac(createHash(hash).update(clientKey).digest(), message)
    const proof = Buffer.from(clientKey.map((byte, index) => byte ^ signature[index]!))
    const serverFinal = `v=${hmac(hmac(salted, 'Server Key'), message).toString('base64')}`
    return { clientFinal: `${withoutProof},p=${proof.toString('base64')}`, serverFinal }
  }
  return { clientFirst: `n,,${bare}`, answer }
}
