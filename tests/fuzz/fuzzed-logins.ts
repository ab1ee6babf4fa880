import { handlers } from '../../broker/handlers/registry.ts'
import { apiVersions } from '../../broker/protocol/messages/api-versions.ts'
import { saslAuthenticate } from '../../broker/protocol/messages/sasl-authenticate.ts'
import { saslHandshake } from '../../broker/protocol/messages/sasl-handshake.ts'
import type { Api } from '../../broker/protocol/api.ts'
import { encodeRequest } from '../../broker/protocol/request-frame.ts'
import type { Fields, StructInput } from '../../broker/schema/field.ts'
import { plainToken, scramClient } from '../support/sasl-client.ts'
import type { Chance } from './chance.ts'
import { mutate } from './mutate.ts'
import { encodeAny, type Vocabulary } from './random-message.ts'
import { TOKENS } from './secrets.ts'

/** Whom the broker of the fuzzer knows. */
export const FUZZED_USER = { user: 'alice', password: 'alice-secret' } as const

const MECHANISMS = ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512', 'OAUTHBEARER', 'GSSAPI', ''] as const

type Step = (chance: Chance, vocabulary: Vocabulary) => Buffer

/** What may come over a connection that has not shown who it is: what should, in whatever order, and what should not. */
const STEPS: readonly Step[] = [
  function askVersions() {
    return request(apiVersions, 3, { clientSoftwareName: 'fuzzer', clientSoftwareVersion: '1' })
  },
  function shakeHands(chance) {
    return request(saslHandshake, chance.below(2), { mechanism: chance.pick(MECHANISMS) })
  },
  function showToken(chance) {
    return request(saslAuthenticate, chance.below(3), { authBytes: token(chance) })
  },
  function showBareToken(chance) {
    const bytes = token(chance)
    const size = Buffer.alloc(4)
    size.writeInt32BE(bytes.length)
    return Buffer.concat([size, bytes])
  },
  function askSomethingElse(chance, vocabulary) {
    const { api } = chance.pick(handlers)
    const { min, max } = api.request.validVersions
    return encodeAny(api, { version: min + chance.below(max - min + 1), correlationId: 1, chance, vocabulary })
  },
  function sendNoise(chance) {
    return Buffer.from(chance.bytes(1 + chance.below(60)))
  },
]

/** The requests of one connection to a listener that asks for a login; half of them damaged. */
export function fuzzedLogin(chance: Chance, vocabulary: Vocabulary): Buffer[] {
  const login = chance.oneIn(2) ? [request(saslHandshake, chance.below(2), { mechanism: chance.pick(MECHANISMS) })] : []
  const steps = Array.from({ length: 1 + chance.below(5) }, () => chance.pick(STEPS)(chance, vocabulary))
  const isSpoilt = chance.oneIn(2)
  return [...login, ...steps].map((bytes) => (isSpoilt && chance.oneIn(3) ? mutate(bytes, chance) : bytes))
}

function token(chance: Chance): Buffer {
  const { user, password } = FUZZED_USER
  const tokens = [
    () => plainToken(user, password),
    () => plainToken(user, 'wrong'),
    () => Buffer.from(scramClient({ mechanism: 'SCRAM-SHA-256', user, password }).clientFirst),
    () => Buffer.from(`n,a=${user},\u0001auth=Bearer ${chance.pick(TOKENS)}\u0001\u0001`),
    () => Buffer.alloc(0),
  ]
  const bytes = chance.pick(tokens)()
  return bytes.length > 0 && chance.oneIn(3) ? mutate(bytes, chance) : bytes
}

function request<Request extends Fields>(api: Api<Request>, version: number, value: StructInput<Request>): Buffer {
  return Buffer.concat(encodeRequest(api, { version, correlationId: 1, clientId: 'fuzzer', value }))
}
