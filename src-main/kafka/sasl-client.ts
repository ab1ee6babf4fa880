import type { SaslLogin } from '../connections/connection-security.ts'
import { ScramClient } from './scram-client.ts'

/** One way through a mechanism, from the client's side. */
export interface SaslClient {
  first(): Uint8Array
  /** What to answer; null when the broker has said the last word and nothing is open. */
  answer(challenge: Uint8Array): Promise<Uint8Array | null>
}

export function saslClient(login: SaslLogin): SaslClient {
  switch (login.mechanism) {
    case 'PLAIN':
      return oneToken(`\0${login.username}\0${login.password}`, null)
    case 'SCRAM-SHA-256':
    case 'SCRAM-SHA-512':
      return new ScramClient({ ...login, mechanism: login.mechanism })
    case 'OAUTHBEARER':
      // What is wrong comes as a challenge; only when it is acknowledged does the broker end the exchange (RFC 7628).
      return oneToken(`n,,\u0001auth=Bearer ${login.token}\u0001\u0001`, Buffer.of(1))
    default:
      return login satisfies never
  }
}

function oneToken(text: string, acknowledgement: Uint8Array | null): SaslClient {
  return {
    first: () => Buffer.from(text),
    answer: async (challenge) => (challenge.length === 0 ? null : acknowledgement),
  }
}
