import { generateKeyPairSync } from 'node:crypto'
import { ByteReader } from '../../broker/bytes/byte-reader.ts'
import { MalformedBytesError } from '../../broker/bytes/malformed-bytes-error.ts'
import { handlers } from '../../broker/handlers/registry.ts'
import { batchesIn } from '../../broker/records/batches.ts'
import { CorruptBatchError, InvalidRecordError, UnsupportedBatchError } from '../../broker/records/record-errors.ts'
import { recordsIn } from '../../broker/records/records-in.ts'
import { encodeMessage, readMessage } from '../../broker/schema/message.ts'
import { InvalidTokenError } from '../../broker/security/sasl/json-web-token.ts'
import { OAuthBearerExchange } from '../../broker/security/sasl/oauthbearer.ts'
import { plainExchange } from '../../broker/security/sasl/plain.ts'
import { SaslFailure } from '../../broker/security/sasl/sasl-exchange.ts'
import { minScramIterations, saltPassword, scramKeys } from '../../broker/security/sasl/scram-keys.ts'
import { ScramExchange, type ScramStore } from '../../broker/security/sasl/scram.ts'
import { signedTokens, unsecuredTokens } from '../../broker/security/sasl/token-validation.ts'
import { SecuritySettingError } from '../../broker/security/security-setting-error.ts'
import { loadKeyMaterial, loadTrusted } from '../../broker/security/tls/key-material.ts'
import { UnwritableValueError } from '../../broker/schema/unwritable-value-error.ts'
import { zeroUuid } from '../../broker/bytes/uuid.ts'
import { batchOf } from '../support/kafka-requests.ts'
import { plainToken, scramClient } from '../support/sasl-client.ts'
import { Chance } from './chance.ts'
import { mutate } from './mutate.ts'
import { randomStruct } from './random-message.ts'
import { STORE_PASSWORD, STORES, TOKENS } from './secrets.ts'

/** One input for a parser: it either reads it, or refuses it by an error of the kinds that it promises. */
type Target = (chance: Chance) => void

const VOCABULARY = { words: ['topic', 'group', ''], topicIds: [zeroUuid], batches: [batchOf(['one', 'two'])] }
const COMPRESSIONS = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const

export const TARGETS = {
  /** Bodies of requests and responses of every API and version. */
  messages: (chance) => {
    const { api } = chance.pick(handlers)
    const message = chance.oneIn(2) ? api.request : api.response
    const { min, max } = message.validVersions
    const version = min + chance.below(max - min + 1)
    const bytes = encoded(() =>
      encodeMessage(message, version, randomStruct(message.fields, version, { chance, vocabulary: VOCABULARY })),
    )
    if (bytes !== undefined) readMessage(message, version, new ByteReader(mutate(bytes, chance), 1_000_000))
  },
  /** Record batches, as they come from the network and from files. */
  records: (chance) => {
    const values = Array.from({ length: 1 + chance.below(4) }, (_, index) =>
      `value ${index}`.repeat(1 + chance.below(9)),
    )
    const whole = batchOf(values, { codec: chance.pick(COMPRESSIONS) })
    for (const batch of batchesIn(mutate(whole, chance))) for (const record of recordsIn(batch)) void record.value
  },
  /** What clients say to show who they are, before anybody knows them. */
  plain: (chance) => {
    plainExchange(() => 'secret').step(mutate(plainToken('alice', 'secret'), chance))
  },
  scram: (chance) => {
    const { clientFirst, answer } = scramClient(SCRAM_USER)
    const scram = new ScramExchange('SCRAM-SHA-256', SCRAM_STORE, {
      bytes: (count) => chance.bytes(count),
      integer: (bound) => chance.below(bound),
    })
    const isFirstSpoilt = chance.oneIn(2)
    const first = Buffer.from(clientFirst)
    const { token } = scram.step(isFirstSpoilt ? mutate(first, chance) : first)
    scram.step(mutate(Buffer.from(answer(Buffer.from(token).toString()).clientFinal), chance))
  },
  oauthbearer: (chance) => {
    const token = chance.oneIn(2)
      ? mutate(Buffer.from(chance.pick(TOKENS)), chance).toString('latin1')
      : chance.pick(TOKENS)
    const message = Buffer.from(`n,a=alice,\u0001auth=Bearer ${token}\u0001key=value\u0001\u0001`)
    const rules = { subjectClaim: 'sub', scopeClaim: 'scope', requiredScopes: ['a'], clockSkewMs: 0, now: () => 0 }
    new OAuthBearerExchange(unsecuredTokens(rules)).step(chance.oneIn(2) ? mutate(message, chance) : message)
  },
  /** JSON Web Tokens, with damage inside of their parts too. */
  tokens: (chance) => {
    const parts = chance.pick(TOKENS).split('.')
    const at = chance.below(parts.length)
    const inside = mutate(Buffer.from(parts[at] ?? '', 'base64url'), chance).toString('base64url')
    const token = parts.with(at, inside).join('.')
    signedTokens(SIGNED_TOKEN_RULES)(chance.oneIn(4) ? mutate(Buffer.from(token), chance).toString('latin1') : token)
  },
  /** Key stores of Java, PKCS#12 and PEM. */
  stores: (chance) => {
    const { type, bytes } = chance.pick(STORES)
    const damaged = mutate(bytes, chance)
    const password = type === 'JKS' ? null : STORE_PASSWORD
    const settings = { type, location: 'store', password, keyPassword: type === 'JKS' ? STORE_PASSWORD : null }
    const inline = { key: null, certificates: null }
    const store = { ...settings, ...inline, property: 'ssl.keystore', readFile: () => damaged }
    if (chance.oneIn(2)) loadKeyMaterial(store)
    else loadTrusted(store)
  },
} as const satisfies Record<string, Target>

const SCRAM_USER = { mechanism: 'SCRAM-SHA-256', user: 'alice', password: 'secret' } as const
const SCRAM_SALT = { salt: Buffer.from('a salt'), iterations: minScramIterations }
const SCRAM_CREDENTIAL = {
  ...SCRAM_SALT,
  ...scramKeys('SCRAM-SHA-256', saltPassword('SCRAM-SHA-256', SCRAM_USER.password, SCRAM_SALT)),
}
const SCRAM_STORE: ScramStore = {
  credential: (_, user) => (user === SCRAM_USER.user ? SCRAM_CREDENTIAL : undefined),
  token: () => undefined,
}
const SIGNED_TOKEN_RULES = {
  keys: {
    keys: [{ id: 'one', algorithm: null, key: generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey }],
    refetchSoon: () => {},
  },
  expectedAudiences: [],
  expectedIssuer: null,
  scopeClaim: 'scope',
  subjectClaim: 'sub',
  clockSkewMs: 0,
  now: () => 0,
}

export type TargetName = keyof typeof TARGETS

function encoded(encode: () => Buffer): Buffer | undefined {
  try {
    return encode()
  } catch (error) {
    if (error instanceof UnwritableValueError) return undefined
    throw error
  }
}

/** Feeds a parser damaged bytes. @throws the first error of a kind that is not promised, with the seed that leads to it */
export function fuzzParser(name: TargetName, { seed, count }: { readonly seed: number; readonly count: number }): void {
  for (let index = 0; index < count; index++) {
    try {
      TARGETS[name](new Chance(seed + index))
    } catch (error) {
      if (isPromised(error)) continue
      throw new Error(`${name} with seed ${seed + index}: ${String(error)}`, { cause: error })
    }
  }
}

const PROMISED = [
  MalformedBytesError,
  CorruptBatchError,
  InvalidRecordError,
  UnsupportedBatchError,
  SaslFailure,
  InvalidTokenError,
  SecuritySettingError,
]

function isPromised(error: unknown): boolean {
  return PROMISED.some((kind) => error instanceof kind)
}
