import { parseJavaProperties } from '../../broker/bytes/java-properties.ts'
import { parseJaas, type JaasEntry } from '../../broker/security/sasl/jaas.ts'
import { SecuritySettingError } from '../../broker/security/security-setting-error.ts'
import {
  securitySettings,
  type Connection,
  type KeyStore,
  type LoginSettings,
  type Secrets,
} from '../api/connections.ts'
import { ConnectionError } from './connection-error.ts'
import { texts } from '../languages/texts.ts'

export interface ReadProperties {
  /** Empty where the text names none. */
  readonly bootstrapServers: string
  readonly security: Connection['security']
  readonly secrets: Secrets
  readonly remarks: string[]
}

/**
 * Reads a `client.properties` as Kafka's Java clients take it, and the names by which librdkafka calls the same things.
 * @throws ConnectionError where the text asks for what Brokkr cannot do, or cannot be understood
 */
export function readClientProperties(text: string): ReadProperties {
  const reading = new PropertiesReading(parseJavaProperties(text))
  try {
    return reading.read()
  } catch (error) {
    if (!(error instanceof SecuritySettingError)) throw error
    throw refused(error.message, texts.connections.properties.correct)
  }
}

/** Settings of consumers and producers say nothing about how to connect. */
const aboutConnecting = /^(?:ssl|sasl|security|bootstrap|client\.dns)\b/

const librdkafkaNames: ReadonlySet<string> = new Set(['metadata.broker.list'])

/** What a config provider of Java's clients puts in: `${file:/etc/kafka.properties:password}`. */
const placeholder = /^\$\{[^}]*\}$/

const passedOver = new Set([
  'ssl.protocol',
  'ssl.enabled.protocols',
  'ssl.provider',
  'ssl.cipher.suites',
  'ssl.secure.random.implementation',
  'ssl.keymanager.algorithm',
  'ssl.trustmanager.algorithm',
  'client.dns.lookup',
  'sasl.login.class',
])

class PropertiesReading {
  readonly #properties: ReadonlyMap<string, string>
  readonly #used = new Set<string>()
  readonly #secrets: Secrets = {}
  readonly #remarks: string[] = []

  constructor(properties: ReadonlyMap<string, string>) {
    this.#properties = properties
  }

  read(): ReadProperties {
    const protocol = (this.#take('security.protocol') ?? 'PLAINTEXT').trim().toUpperCase()
    if (!/^(?:PLAINTEXT|SSL|SASL_PLAINTEXT|SASL_SSL)$/.test(protocol)) {
      throw refused(texts.connections.properties.protocol(protocol), texts.connections.properties.protocols)
    }
    const names = [...this.#properties.keys()]
    if (names.length > 0 && !names.some((name) => aboutConnecting.test(name) || librdkafkaNames.has(name))) {
      throw refused(texts.connections.properties.nothing, texts.connections.properties.names)
    }
    const bootstrapServers = (this.#take('bootstrap.servers', 'metadata.broker.list') ?? '').trim()
    const login = protocol.startsWith('SASL_') ? this.#login() : null
    const tls = protocol.endsWith('SSL') ? this.#tls() : null
    const checked = securitySettings.safeParse({ tls, login })
    if (!checked.success) {
      const [issue] = checked.error.issues
      throw refused(
        `${issue?.message ?? texts.connections.properties.missing} (${issue?.path.join('.') ?? ''}).`,
        texts.connections.properties.add,
      )
    }
    this.#remarkOnTheRest()
    return { bootstrapServers, security: checked.data, secrets: this.#secrets, remarks: this.#remarks }
  }

  /** The first of these properties that is set. */
  #take(...names: readonly string[]): string | null {
    for (const name of names) this.#used.add(name)
    const found = names.find((name) => this.#properties.has(name))
    return found === undefined ? null : (this.#properties.get(found) ?? null)
  }

  #keepSecret(name: keyof Secrets, value: string | null | undefined): void {
    if (value === null || value === undefined || value === '') return
    if (placeholder.test(value)) this.#remarks.push(texts.connections.properties.placeholder(value))
    else this.#secrets[name] = value
  }

  #tls() {
    this.#keepSecret('trustStorePassword', this.#take('ssl.truststore.password'))
    this.#keepSecret('keyStorePassword', this.#take('ssl.keystore.password'))
    this.#keepSecret('keyPassword', this.#take('ssl.key.password'))
    const algorithm = this.#take('ssl.endpoint.identification.algorithm')
    this.#take('ssl.truststore.type')
    const trust =
      this.#pemText('ssl.truststore.certificates', 'ssl.ca.pem') ??
      this.#store('ssl.truststore', this.#take('ssl.ca.location'))
    return { trust, identity: this.#identity(), checksHostName: algorithm === null || /^https$/i.test(algorithm) }
  }

  #identity(): KeyStore | null {
    this.#keepSecret('privateKey', this.#take('ssl.keystore.key', 'ssl.key.pem'))
    const inline = this.#pemText('ssl.keystore.certificate.chain', 'ssl.certificate.pem')
    if (inline !== null) {
      this.#take('ssl.keystore.type')
      return inline
    }
    const keyPath = this.#take('ssl.key.location')
    const store = this.#store('ssl.keystore', this.#take('ssl.certificate.location'))
    return store?.from === 'file' ? { ...store, keyPath } : store
  }

  #pemText(...names: readonly string[]): KeyStore | null {
    const certificates = this.#take(...names)
    return certificates === null ? null : { from: 'text', certificates }
  }

  /** `pemPath` is what librdkafka calls it, which knows PEM only. */
  #store(property: string, pemPath: string | null): KeyStore | null {
    const type = (this.#take(`${property}.type`) ?? 'JKS').trim().toUpperCase()
    const path = this.#take(`${property}.location`)
    if (pemPath !== null) return { from: 'file', type: 'PEM', path: pemPath, keyPath: null }
    if (path === null || path === '') return null
    const known = (['PEM', 'PKCS12', 'JKS'] as const).find((each) => each === type)
    if (known === undefined) {
      throw refused(texts.connections.properties.storeType(property, type), texts.connections.properties.storeTypes)
    }
    return { from: 'file', type: known, path, keyPath: null }
  }

  #login(): LoginSettings {
    const mechanism = (this.#take('sasl.mechanism', 'sasl.mechanisms') ?? 'GSSAPI').trim().toUpperCase()
    const text = this.#take('sasl.jaas.config')
    const jaas = text === null ? null : parseJaas(text, 'sasl.jaas.config')
    const module = jaas?.loginModule ?? ''
    if (mechanism === 'GSSAPI' || /Krb5/.test(module)) throw kerberos()
    if (/^(?:PLAIN|SCRAM-SHA-256|SCRAM-SHA-512)$/.test(mechanism)) return this.#password(mechanism, jaas)
    if (mechanism === 'OAUTHBEARER') return this.#oauth(jaas)
    if (mechanism === 'AWS_MSK_IAM') return this.#aws(jaas)
    throw refused(texts.connections.properties.mechanism(mechanism), texts.connections.properties.mechanisms)
  }

  #password(mechanism: string, jaas: JaasEntry | null): LoginSettings {
    const expected = mechanism === 'PLAIN' ? 'PlainLoginModule' : 'ScramLoginModule'
    if (jaas !== null && !jaas.loginModule.endsWith(`.${expected}`)) {
      throw refused(
        texts.connections.properties.wrongModule(jaas.loginModule, mechanism),
        texts.connections.properties.rightModule(expected),
      )
    }
    const username = jaas?.options.get('username') ?? this.#take('sasl.username')
    this.#keepSecret('password', jaas?.options.get('password') ?? this.#take('sasl.password'))
    if (jaas?.options.get('tokenauth') === 'true') this.#remarks.push(texts.connections.properties.tokenAuth)
    if (username === null || username === undefined) {
      throw refused(texts.connections.properties.noUser, texts.connections.properties.nameUser)
    }
    return { mechanism: mechanism as 'PLAIN', username }
  }

  #oauth(jaas: JaasEntry | null): LoginSettings {
    this.#take('sasl.login.callback.handler.class')
    const option = (name: string): string | null => jaas?.options.get(name) ?? null
    const tokenEndpoint = this.#take('sasl.oauthbearer.token.endpoint.url')
    if (tokenEndpoint === null) {
      throw refused(texts.connections.properties.noTokenEndpoint, texts.connections.properties.nameTokenEndpoint)
    }
    const prefix = 'sasl.oauthbearer.client.credentials.client.'
    this.#keepSecret('clientSecret', option('clientSecret') ?? this.#take(`${prefix}secret`))
    const extensions = [...(jaas?.options ?? [])].flatMap(([name, value]): [string, string][] =>
      name.startsWith('extension_') ? [[name.slice('extension_'.length), value]] : [],
    )
    return {
      mechanism: 'OAUTHBEARER',
      tokenEndpoint,
      clientId: option('clientId') ?? this.#take(`${prefix}id`) ?? '',
      scope: option('scope') ?? this.#take('sasl.oauthbearer.scope'),
      extensions: Object.fromEntries(extensions),
    }
  }

  #aws(jaas: JaasEntry | null): LoginSettings {
    this.#take('sasl.client.callback.handler.class')
    const profile = jaas?.options.get('awsProfileName')
    if (jaas?.options.has('awsRoleArn') === true) {
      this.#remarks.push(texts.connections.properties.role)
    }
    const credentials =
      profile === undefined ? ({ from: 'environment' } as const) : ({ from: 'profile', profile } as const)
    return { mechanism: 'AWS_MSK_IAM', region: jaas?.options.get('awsStsRegion') ?? null, credentials }
  }

  #remarkOnTheRest(): void {
    const rest = [...this.#properties.keys()].filter((name) => aboutConnecting.test(name) && !this.#used.has(name))
    for (const name of rest) {
      const { decidedByBrokkr, notUsed } = texts.connections.properties
      this.#remarks.push(passedOver.has(name) ? decidedByBrokkr(name) : notUsed(name))
    }
  }
}

function kerberos(): ConnectionError {
  return refused(texts.connections.properties.kerberos, texts.connections.properties.noKerberos)
}

function refused(why: string, remedy: string): ConnectionError {
  return new ConnectionError({ what: texts.connections.properties.what, why, remedy })
}
