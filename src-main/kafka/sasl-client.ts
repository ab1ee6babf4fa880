import type { OAuthLogin, SaslLogin } from '../connections/connection-security.ts'
import { mskIamMessage } from './msk-iam.ts'
import { oauthToken } from './oauth-token.ts'
import { ScramClient } from './scram-client.ts'

/** One way through a mechanism, from the client's side. */
export interface SaslClient {
  first(): Uint8Array
  /** What to answer; null when the broker has said the last word and nothing is open. */
  answer(challenge: Uint8Array): Promise<Uint8Array | null>
}

/** `host` is the broker's, as it is connected to. @throws LoginImpossibleError where a token or keys cannot be had */
export async function saslClient(login: SaslLogin, host: string): Promise<SaslClient> {
  switch (login.mechanism) {
    case 'PLAIN':
      return oneMessage(`\0${login.username}\0${login.password}`, null)
    case 'SCRAM-SHA-256':
    case 'SCRAM-SHA-512':
      return new ScramClient({ ...login, mechanism: login.mechanism })
    case 'OAUTHBEARER':
      // What is wrong comes as a challenge; only when it is acknowledged does the broker end the exchange (RFC 7628).
      return oneMessage(await bearerMessage(login), Buffer.of(1))
    case 'AWS_MSK_IAM':
      return signedMessage(await mskIamMessage(login, host))
    default:
      return login satisfies never
  }
}

async function bearerMessage({ token, extensions = {} }: OAuthLogin): Promise<string> {
  const text = typeof token === 'string' ? token : await oauthToken(token)
  const pairs = Object.entries(extensions).map(([name, value]) => `${name}=${value}\u0001`)
  return `n,,\u0001auth=Bearer ${text}\u0001${pairs.join('')}\u0001`
}

function oneMessage(text: string, acknowledgement: Uint8Array | null): SaslClient {
  return {
    first: () => Buffer.from(text),
    answer: async (challenge) => (challenge.length === 0 ? null : acknowledgement),
  }
}

/** The broker answers with the id of the request, for its owner's log. */
function signedMessage(message: Uint8Array): SaslClient {
  return { first: () => message, answer: async () => null }
}
