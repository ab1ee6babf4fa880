import type { Environment } from '../environment/environment.ts'
import type { SaslListener, SaslMechanism } from '../security/sasl/sasl-authenticator.ts'
import { parseJaas, type JaasEntry } from '../security/sasl/jaas.ts'
import type { JsonWebKeys } from '../security/sasl/json-web-keys.ts'
import { OAuthBearerExchange } from '../security/sasl/oauthbearer.ts'
import { plainExchange } from '../security/sasl/plain.ts'
import { ScramExchange, type ScramStore } from '../security/sasl/scram.ts'
import { SecuritySettingError } from '../security/security-setting-error.ts'
import type { StoreSettings } from '../security/tls/key-material.ts'
import { createTlsListener, type TlsListener } from '../security/tls/tls-listener.ts'
import type { StaticConfigs } from '../metadata/configs/node-configs.ts'
import type { ListenerAddress } from './listener-address.ts'
import { ListenerConfigs } from './listener-configs.ts'
import { tokenValidation, type OAuthBearerSources } from './oauthbearer-settings.ts'
import { StartFailure } from './start-failure.ts'

/** What the security of listeners is made from. */
export interface SecuritySources extends OAuthBearerSources {
  readonly staticConfigs: StaticConfigs
  /** Asked when a client comes, not before: the metadata is opened after the listeners. */
  readonly scram: ScramStore
}

export interface ListenerSecurity {
  readonly tls: TlsListener | null
  readonly sasl: SaslListener | null
}

/** Reads all that a listener needs to be opened. @throws StartFailure with what is wrong and by which property. */
export function listenerSecurity(listener: ListenerAddress, sources: SecuritySources): ListenerSecurity {
  const configs = new ListenerConfigs(sources.staticConfigs, listener.name)
  return {
    tls: usesTls(listener) ? tlsOf(listener, sources) : null,
    sasl: asksBySasl(listener) ? explained(listener, () => saslListener(configs, sources)) : null,
  }
}

export function usesTls({ securityProtocol }: ListenerAddress): boolean {
  return securityProtocol === 'SSL' || securityProtocol === 'SASL_SSL'
}

function asksBySasl({ securityProtocol }: ListenerAddress): boolean {
  return securityProtocol === 'SASL_PLAINTEXT' || securityProtocol === 'SASL_SSL'
}

/** Reads the certificates that the listener is to have. @throws StartFailure */
export function tlsOf(
  listener: ListenerAddress,
  { staticConfigs, environment }: Pick<SecuritySources, 'staticConfigs' | 'environment'>,
): TlsListener {
  const configs = new ListenerConfigs(staticConfigs, listener.name)
  return explained(listener, () => tlsListener(configs, environment, { usesSasl: asksBySasl(listener) }))
}

function explained<Read>({ name, securityProtocol }: ListenerAddress, read: () => Read): Read {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof SecuritySettingError)) throw error
    const text = `The listener ${name} (${securityProtocol}) cannot be opened: ${error.message}`
    throw new StartFailure('configuration', text, error)
  }
}

/** Fetches the keys that tokens are checked with. @throws StartFailure */
export async function startKeySets(keySets: readonly JsonWebKeys[]): Promise<void> {
  try {
    await Promise.all(keySets.map((keys) => keys.start()))
  } catch (error) {
    if (!(error instanceof SecuritySettingError)) throw error
    throw new StartFailure('configuration', error.message, error)
  }
}

function tlsListener(
  configs: ListenerConfigs,
  { disk, clock }: Environment,
  { usesSasl }: { readonly usesSasl: boolean },
): TlsListener {
  const readFile = (path: string): Uint8Array => disk.readFile(path)
  const keyStore = storeSettings(configs, 'ssl.keystore', readFile)
  if (keyStore.location === null && keyStore.key === null) {
    throw new SecuritySettingError(
      'it has no certificate; set ssl.keystore.location, or ssl.keystore.key and ssl.keystore.certificate.chain.',
    )
  }
  const trustStore = storeSettings(configs, 'ssl.truststore', readFile)
  const hasTrustStore = trustStore.location !== null || trustStore.certificates !== null
  return createTlsListener({
    keyStore,
    trustStore: hasTrustStore ? trustStore : null,
    clientAuth: clientAuth(configs, { usesSasl }),
    protocols: configs.list('ssl.enabled.protocols'),
    cipherSuites: configs.list('ssl.cipher.suites'),
    principalMappingRules: configs.text('ssl.principal.mapping.rules') ?? 'DEFAULT',
    now: clock.now(),
  })
}

function storeSettings(
  configs: ListenerConfigs,
  property: 'ssl.keystore' | 'ssl.truststore',
  readFile: (path: string) => Uint8Array,
): StoreSettings {
  const isKeyStore = property === 'ssl.keystore'
  const type = (configs.text(`${property}.type`) ?? 'JKS').toUpperCase()
  if (!['JKS', 'PKCS12', 'PEM'].includes(type)) {
    throw new SecuritySettingError(`${property}.type is ${type}; there are JKS, PKCS12 and PEM.`)
  }
  const settings: StoreSettings = {
    property,
    type,
    location: configs.text(`${property}.location`),
    password: configs.text(`${property}.password`),
    keyPassword: isKeyStore ? configs.text('ssl.key.password') : null,
    key: isKeyStore ? configs.text('ssl.keystore.key') : null,
    certificates: configs.text(isKeyStore ? 'ssl.keystore.certificate.chain' : 'ssl.truststore.certificates'),
    readFile,
  }
  requireConsistent(settings, isKeyStore)
  return settings
}

function requireConsistent({ property, type, location, key, certificates }: StoreSettings, isKeyStore: boolean): void {
  const inline = isKeyStore ? 'ssl.keystore.key' : 'ssl.truststore.certificates'
  if (key === null && certificates === null) return
  if (type !== 'PEM') throw new SecuritySettingError(`${inline} is only for ${property}.type=PEM.`)
  if (location !== null) throw new SecuritySettingError(`only one of ${property}.location and ${inline} may be set.`)
  if (isKeyStore && (key === null || certificates === null)) {
    throw new SecuritySettingError('ssl.keystore.key and ssl.keystore.certificate.chain belong together.')
  }
}

/** With SASL, certificates are asked for only where that was said of the listener itself (KIP-684). */
function clientAuth(configs: ListenerConfigs, { usesSasl }: { readonly usesSasl: boolean }): TlsListener['clientAuth'] {
  const { value: text, setBy } = configs.find('ssl.client.auth')
  if (usesSasl && !setBy.startsWith('listener.name.')) return 'none'
  return text === 'requested' || text === 'required' ? text : 'none'
}

function saslListener(configs: ListenerConfigs, sources: SecuritySources): SaslListener {
  const names = configs.list('sasl.enabled.mechanisms')
  if (names.length === 0) throw new SecuritySettingError('sasl.enabled.mechanisms is empty.')
  const mechanisms = names.map((name): [string, SaslMechanism] => [
    name,
    {
      start: starter(name, configs, sources),
      maxReauthMs: configs.number('connections.max.reauth.ms', name),
    },
  ])
  return {
    mechanisms: new Map(mechanisms),
    maxReceiveBytes: configs.number('sasl.server.max.receive.size'),
    failureDelayMs: configs.number('connection.failed.authentication.delay.ms'),
  }
}

function starter(name: string, configs: ListenerConfigs, sources: SecuritySources): SaslMechanism['start'] {
  const jaas = jaasEntry(name, configs)
  switch (name) {
    case 'PLAIN':
      return plainStarter(jaas, configs)
    case 'SCRAM-SHA-256':
    case 'SCRAM-SHA-512':
      return () => new ScramExchange(name, sources.scram, sources.environment.random)
    case 'OAUTHBEARER': {
      const validate = tokenValidation(configs, jaas, sources)
      return () => new OAuthBearerExchange(validate)
    }
    default:
      throw new SecuritySettingError(
        `sasl.enabled.mechanisms names ${name}; here are PLAIN, SCRAM-SHA-256, SCRAM-SHA-512 and OAUTHBEARER.`,
      )
  }
}

const loginModules: ReadonlyMap<string, string> = new Map([
  ['PLAIN', 'org.apache.kafka.common.security.plain.PlainLoginModule'],
  ['SCRAM-SHA-256', 'org.apache.kafka.common.security.scram.ScramLoginModule'],
  ['SCRAM-SHA-512', 'org.apache.kafka.common.security.scram.ScramLoginModule'],
  ['OAUTHBEARER', 'org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule'],
])

function jaasEntry(mechanism: string, configs: ListenerConfigs): JaasEntry | null {
  const { value, setBy } = configs.find('sasl.jaas.config', mechanism)
  if (value === null || value === '') return null
  const entry = parseJaas(value, setBy)
  const expected = loginModules.get(mechanism)
  if (expected === undefined || entry.loginModule === expected) return entry
  // What is said for no mechanism in particular may belong to another one.
  if (setBy.endsWith(`${mechanism.toLowerCase()}.sasl.jaas.config`)) {
    throw new SecuritySettingError(`${setBy} names ${entry.loginModule}; ${mechanism} needs ${expected}.`)
  }
  return null
}

function plainStarter(jaas: JaasEntry | null, configs: ListenerConfigs): SaslMechanism['start'] {
  if (jaas === null) {
    const { setBy } = configs.find('sasl.enabled.mechanisms')
    const example = `${loginModules.get('PLAIN')} required user_alice="secret";`
    throw new SecuritySettingError(
      `${setBy} has PLAIN, but there are no users for it; set listener.name.LISTENER.plain.sasl.jaas.config, such as ${example}`,
    )
  }
  const users = new Map(
    [...jaas.options]
      .filter(([option]) => option.startsWith('user_'))
      .map(([option, password]) => [option.slice('user_'.length), password]),
  )
  return () => plainExchange((user) => users.get(user))
}
