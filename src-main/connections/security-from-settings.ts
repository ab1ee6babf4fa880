import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { SecuritySettingError } from '../../broker/security/security-setting-error.ts'
import { loadKeyMaterial, loadTrusted, type StoreSettings } from '../../broker/security/tls/key-material.ts'
import type { KeyStore, LoginSettings, SecretName, Secrets, SecuritySettings, TlsSettings } from '../api/connections.ts'
import { certificatesOfBundle } from './certificate-bundle.ts'
import { texts } from '../languages/texts.ts'
import { ConnectionError } from './connection-error.ts'
import type { ConnectionSecurity, SaslLogin, TlsSecurity } from './connection-security.ts'

/** The secrets that a connection cannot do without. */
export function neededSecrets({ tls, login }: SecuritySettings): SecretName[] {
  const needed: SecretName[] = tls?.identity?.from === 'text' ? ['privateKey'] : []
  if (tls?.identity?.from === 'file' && tls.identity.type === 'PKCS12') needed.push('keyStorePassword')
  if (login?.mechanism === 'OAUTHBEARER') return [...needed, 'clientSecret']
  if (login?.mechanism !== 'AWS_MSK_IAM') return login === null ? needed : [...needed, 'password']
  return login.credentials.from === 'keys' ? [...needed, 'secretAccessKey'] : needed
}

/**
 * Reads the files that the settings name and puts secrets in their places.
 * @throws ConnectionError that says which file or setting is wrong
 */
export function securityFromSettings(settings: SecuritySettings, secrets: Secrets): ConnectionSecurity {
  try {
    const tls = settings.tls === null ? null : tlsFrom(settings.tls, secrets)
    return { tls, sasl: settings.login === null ? null : loginFrom(settings.login, secrets, tls?.ca ?? null) }
  } catch (error) {
    if (!(error instanceof SecuritySettingError)) throw error
    throw new ConnectionError({
      what: texts.connections.files.what,
      why: error.message,
      remedy: texts.connections.files.remedy,
    })
  }
}

function tlsFrom({ trust, identity, checksHostName }: TlsSettings, secrets: Secrets): TlsSecurity {
  const { trustStorePassword = null, keyStorePassword = null, keyPassword = null, privateKey = null } = secrets
  const ca =
    trust === null
      ? null
      : loadTrusted({ ...storeFrom(trust, 'ssl.truststore'), password: trustStorePassword }).join('')
  const material =
    identity === null
      ? null
      : loadKeyMaterial({
          ...storeFrom(identity, 'ssl.keystore'),
          password: keyStorePassword,
          keyPassword,
          ...privateKeyOf(identity, privateKey),
        })
  return {
    ca,
    certificate: material?.chain.join('') ?? null,
    key: material === null ? null : String(material.key.export({ type: 'pkcs8', format: 'pem' })),
    serverName: null,
    takesAnyName: !checksHostName,
  }
}

/** A key that stands apart from its certificates. */
function privateKeyOf(identity: KeyStore, privateKey: string | null): Partial<StoreSettings> {
  if (identity.from === 'text') return { key: privateKey ?? '' }
  const { type, path, keyPath } = identity
  if (type !== 'PEM' || keyPath === null || keyPath === '') return {}
  return { key: readText(keyPath), certificates: readText(path) }
}

function readText(path: string): string {
  try {
    return asPem(readFileSync(path)).toString('utf8')
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new SecuritySettingError(texts.connections.files.unreadable(path, why))
  }
}

function storeFrom(store: KeyStore, property: string): StoreSettings {
  const isFile = store.from === 'file'
  return {
    property,
    type: isFile ? store.type : 'PEM',
    location: isFile ? store.path : null,
    password: null,
    keyPassword: null,
    key: null,
    certificates: isFile ? null : store.certificates,
    readFile: (path) => asPem(readFileSync(path)),
  }
}

/** Certificates of Windows (`.cer`, `.crt`, `.der`, `.p7b`) are often DER, or a bundle of them. What is PEM already stays as it is. */
function asPem(bytes: Buffer): Buffer {
  const bundle = certificatesOfBundle(bytes)
  if (bundle !== null) return Buffer.from(bundle.map((der) => new X509Certificate(der).toString()).join(''))
  // A sequence; PKCS#12 begins so too, but is no certificate.
  if (bytes[0] !== 0x30) return bytes
  try {
    return Buffer.from(new X509Certificate(bytes).toString())
  } catch {
    return bytes
  }
}

function loginFrom(login: LoginSettings, secrets: Secrets, ca: string | null): SaslLogin {
  switch (login.mechanism) {
    case 'OAUTHBEARER': {
      const { tokenEndpoint: url, clientId, scope, extensions } = login
      const token = { url, clientId, clientSecret: secrets.clientSecret ?? '', scope, ca }
      return { mechanism: 'OAUTHBEARER', token, extensions }
    }
    case 'AWS_MSK_IAM': {
      const { credentials, region } = login
      if (credentials.from !== 'keys') return { mechanism: 'AWS_MSK_IAM', region, credentials }
      const { secretAccessKey = '', sessionToken = null } = secrets
      return { mechanism: 'AWS_MSK_IAM', region, credentials: { ...credentials, secretAccessKey, sessionToken } }
    }
    default:
      return { mechanism: login.mechanism, username: login.username, password: secrets.password ?? '' }
  }
}
