import { createSecureContext, getCiphers, type SecureContextOptions, type SecureVersion } from 'node:tls'
import { anonymous, type Principal } from '../principal.ts'
import { SecuritySettingError } from '../security-setting-error.ts'
import { subjectName } from './distinguished-name.ts'
import { loadKeyMaterial, loadTrusted, type KeyMaterial, type StoreSettings } from './key-material.ts'
import { PrincipalMapping } from './principal-mapping.ts'

export interface TlsSettings {
  readonly keyStore: StoreSettings
  /** Null trusts whoever the system trusts. */
  readonly trustStore: StoreSettings | null
  /** `ssl.client.auth` */
  readonly clientAuth: 'none' | 'requested' | 'required'
  /** `ssl.enabled.protocols` */
  readonly protocols: readonly string[]
  /** `ssl.cipher.suites`, by Java's names; empty for all. */
  readonly cipherSuites: readonly string[]
  /** `ssl.principal.mapping.rules` */
  readonly principalMappingRules: string
  /** Milliseconds since 1970, against which certificates are checked. */
  readonly now: number
}

/** What a listener needs to speak TLS and to name its clients. */
export interface TlsListener {
  readonly options: SecureContextOptions
  readonly clientAuth: TlsSettings['clientAuth']
  /** Whose certificate it is; `User:ANONYMOUS` without one, null when no rule has a name for it. */
  readonly principalOf: (certificate: Uint8Array | null) => Principal | null
}

/** Reads and checks everything, so that what is wrong is told before a client comes. @throws SecuritySettingError */
export function createTlsListener(settings: TlsSettings): TlsListener {
  const material = loadKeyMaterial(settings.keyStore)
  requireValid(material, settings.now)
  const trusted = settings.trustStore === null ? null : loadTrusted(settings.trustStore)
  const mapping = new PrincipalMapping(settings.principalMappingRules)
  const ciphers = settings.cipherSuites.map(openSslCipher)
  const { minVersion, maxVersion } = versionRange(settings.protocols)
  const options: SecureContextOptions = {
    key: material.key.export({ type: 'pkcs8', format: 'pem' }),
    cert: material.chain.map(String).join(''),
    ...(trusted === null ? {} : { ca: trusted.map(String) }),
    ...(ciphers.length === 0 ? {} : { ciphers: ciphers.join(':') }),
    minVersion,
    maxVersion,
  }
  createSecureContext(options)
  return {
    options,
    clientAuth: settings.clientAuth,
    principalOf: (certificate) => {
      if (certificate === null) return anonymous
      const name = mapping.nameOf(subjectName(certificate))
      return name === null ? null : { type: 'User', name }
    },
  }
}

function requireValid({ chain, source }: KeyMaterial, now: number): void {
  for (const certificate of chain) {
    const subject = certificate.subject.replaceAll('\n', ', ')
    if (Date.parse(certificate.validTo) < now) {
      throw new SecuritySettingError(`The certificate of ${subject} in ${source} expired on ${certificate.validTo}.`)
    }
    if (Date.parse(certificate.validFrom) > now) {
      throw new SecuritySettingError(
        `The certificate of ${subject} in ${source} is not valid before ${certificate.validFrom}.`,
      )
    }
  }
}

const versions: readonly SecureVersion[] = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3']

function versionRange(protocols: readonly string[]): { minVersion: SecureVersion; maxVersion: SecureVersion } {
  const unknown = protocols.find((name) => !versions.some((version) => version === name))
  if (unknown !== undefined) {
    throw new SecuritySettingError(`ssl.enabled.protocols names '${unknown}'; known are ${versions.join(', ')}.`)
  }
  const enabled = protocols.length === 0 ? ['TLSv1.2', 'TLSv1.3'] : protocols
  return {
    minVersion: versions.find((version) => enabled.includes(version)) ?? 'TLSv1.2',
    maxVersion: versions.findLast((version) => enabled.includes(version)) ?? 'TLSv1.3',
  }
}

/** Java's name of a cipher suite as OpenSSL has it: `TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384` is `ECDHE-RSA-AES256-GCM-SHA384`. */
function openSslCipher(name: string): string {
  const translated = name.includes('_WITH_')
    ? name
        .replace(/^(?:TLS|SSL)_/, '')
        .replace(/^RSA_WITH_/, '')
        .replace('_WITH_', '-')
        .replace(/AES_(\d+)_/, 'AES$1_')
        .replace(/_CBC_/, '_')
        .replace('CHACHA20_POLY1305_SHA256', 'CHACHA20-POLY1305')
        .replaceAll('_', '-')
    : name
  if (getCiphers().includes(translated.toLowerCase())) return translated
  throw new SecuritySettingError(`ssl.cipher.suites names '${name}', which is not known here.`)
}
