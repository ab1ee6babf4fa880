import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto'
import { MalformedBytesError } from '../../bytes/malformed-bytes-error.ts'
import { SecuritySettingError } from '../security-setting-error.ts'
import { isJavaKeyStore, readJavaKeyStore } from './java-key-store.ts'
import { readPkcs12Store } from './pkcs12-store.ts'
import { WrongPasswordError, type StoreContents } from './store-contents.ts'

/** Where keys or certificates are; each property is named after `ssl.keystore.` or `ssl.truststore.`. */
export interface StoreSettings {
  /** `ssl.keystore` or `ssl.truststore`, for what is said about them. */
  readonly property: string
  readonly type: string
  readonly location: string | null
  readonly password: string | null
  /** `ssl.key.password`; for key stores. */
  readonly keyPassword: string | null
  /** `ssl.keystore.key`: PEM in the setting itself. */
  readonly key: string | null
  /** `ssl.keystore.certificate.chain` or `ssl.truststore.certificates`: PEM in the setting itself. */
  readonly certificates: string | null
  readonly readFile: (path: string) => Uint8Array
}

export interface KeyMaterial {
  readonly key: KeyObject
  /** The certificate of the key first. */
  readonly chain: readonly X509Certificate[]
  /** For what is said about it: the file, or the property. */
  readonly source: string
}

/** The private key and certificates that a listener shows. @throws SecuritySettingError */
export function loadKeyMaterial(settings: StoreSettings): KeyMaterial {
  const source = settings.location ?? `${settings.property}.key`
  const material = settings.type === 'PEM' ? fromPem(settings, source) : fromStore(settings, source)
  const [own] = material.chain
  if (own === undefined) throw new SecuritySettingError(`${source} holds a private key, but no certificate for it.`)
  if (!own.checkPrivateKey(material.key)) {
    throw new SecuritySettingError(`The private key in ${source} does not belong to the certificate in it.`)
  }
  return material
}

/** The certificates whose owners are trusted to vouch for clients. @throws SecuritySettingError */
export function loadTrusted(settings: StoreSettings): X509Certificate[] {
  const source = settings.location ?? `${settings.property}.certificates`
  const trusted =
    settings.type === 'PEM'
      ? pemCertificates(settings.certificates ?? readText(settings, source), source)
      : parseAll(readStore(settings, source).certificates, source)
  if (trusted.length > 0) return trusted
  throw new SecuritySettingError(`${source} holds no certificate, so nobody could be trusted.`)
}

function fromPem(settings: StoreSettings, source: string): KeyMaterial {
  const isInline = settings.key !== null
  const keyText = settings.key ?? readText(settings, source)
  const chainText = isInline ? (settings.certificates ?? '') : keyText
  const keyPem = /-----BEGIN ([A-Z ]*)PRIVATE KEY-----[^-]*-----END \1PRIVATE KEY-----/.exec(keyText)?.[0]
  if (keyPem === undefined) throw new SecuritySettingError(`${source} holds no private key in PEM.`)
  return { key: parseKey(keyPem, settings, source), chain: pemCertificates(chainText, source), source }
}

function parseKey(pem: string, { keyPassword }: StoreSettings, source: string): KeyObject {
  const isEncrypted = pem.includes('ENCRYPTED')
  if (isEncrypted && keyPassword === null) {
    throw new SecuritySettingError(`The private key in ${source} is encrypted: give its password as ssl.key.password.`)
  }
  try {
    return createPrivateKey({ key: pem, format: 'pem', passphrase: keyPassword ?? '' })
  } catch {
    throw new SecuritySettingError(
      isEncrypted
        ? `ssl.key.password is not the password of the private key in ${source}.`
        : `The private key in ${source} cannot be read.`,
    )
  }
}

function pemCertificates(text: string, source: string): X509Certificate[] {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? []
  return parseAll(blocks, source)
}

function parseAll(certificates: readonly (string | Uint8Array)[], source: string): X509Certificate[] {
  return certificates.map((each) => {
    try {
      return new X509Certificate(each)
    } catch {
      throw new SecuritySettingError(`${source} holds a certificate that cannot be read.`)
    }
  })
}

function fromStore(settings: StoreSettings, source: string): KeyMaterial {
  const { key } = readStore(settings, source)
  if (key === null) throw new SecuritySettingError(`${source} holds no private key.`)
  return {
    key: parsePkcs8(key.pkcs8, source),
    chain: parseAll(key.chain, source),
    source,
  }
}

function parsePkcs8(der: Uint8Array, source: string): KeyObject {
  try {
    return createPrivateKey({ key: Buffer.from(der), format: 'der', type: 'pkcs8' })
  } catch {
    throw new SecuritySettingError(`The private key in ${source} cannot be read.`)
  }
}

/** Java takes either format for either type, and so tools write PKCS#12 into files that everybody calls JKS. */
function readStore(settings: StoreSettings, source: string): StoreContents {
  const { password, keyPassword, property } = settings
  const bytes = read(settings, source)
  const isJava = isJavaKeyStore(bytes)
  if (!isJava && password === null) {
    throw new SecuritySettingError(`${source} is encrypted: give its password as ${property}.password.`)
  }
  try {
    if (isJava) return readJavaKeyStore(bytes, { store: password, key: keyPassword })
    return readPkcs12Store(bytes, { store: password ?? '', key: keyPassword ?? password ?? '' })
  } catch (error) {
    if (error instanceof WrongPasswordError) {
      const setting = error.of === 'store' ? `${property}.password` : 'ssl.key.password'
      throw new SecuritySettingError(
        `${setting} is not the password of ${source}${error.of === 'key' ? "'s key" : ''}.`,
      )
    }
    const why = error instanceof MalformedBytesError ? error.message : 'it is damaged'
    throw new SecuritySettingError(`${source} cannot be read as a key store (${settings.type}): ${why}.`)
  }
}

function readText(settings: StoreSettings, source: string): string {
  return Buffer.from(read(settings, source)).toString('utf8')
}

function read({ location, property, readFile }: StoreSettings, source: string): Uint8Array {
  if (location === null) throw new SecuritySettingError(`${property}.location is not set.`)
  try {
    return readFile(location)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    const why = code === 'ENOENT' ? 'does not exist' : `cannot be read (${code})`
    throw new SecuritySettingError(`${property}.location names ${source}, which ${why}.`)
  }
}
