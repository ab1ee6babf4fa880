import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto'
import { isIPv4, isIPv6 } from 'node:net'
import {
  authorityKeyId,
  basicConstraints,
  certificateDer,
  extendedKeyUsage,
  keyUsage,
  subjectAlternativeNames,
  subjectKeyId,
  type Extension,
  type Name,
} from './certificate-der.ts'

export interface Certified {
  readonly key: KeyObject
  /** PKCS#8. */
  readonly keyPem: string
  readonly certificatePem: string
  readonly certificateDer: Buffer
}

export interface CertificateOptions {
  /** Host names and addresses that it is for. */
  readonly hosts?: readonly string[]
  readonly notBefore?: Date
  readonly notAfter?: Date
}

export interface Authority extends Certified {
  issue(subject: Name, options?: CertificateOptions): Certified
}

const dayMs = 86_400_000
/** Clocks of other machines may be a little behind. */
const earlyMs = dayMs

/** A new authority with a key on the curve P-256. */
export function certificateAuthority(
  commonName: string,
  { notAfter }: Pick<CertificateOptions, 'notAfter'> = {},
): Authority {
  const key = newKey()
  const subject: Name = [['CN', commonName]]
  const own = certified({ subject, key, issuer: subject, issuerKey: key, isAuthority: true, ...optional(notAfter) })
  return { ...own, issue: issuerOf(subject, key) }
}

/** Goes on issuing for an authority that was made by `certificateAuthority` with this name. */
export function issueFor(commonName: string, keyPem: string): Authority['issue'] {
  return issuerOf([['CN', commonName]], createPrivateKey(keyPem))
}

function issuerOf(issuer: Name, issuerKey: KeyObject): Authority['issue'] {
  return (subject, options) => certified({ subject, key: newKey(), issuer, issuerKey, isAuthority: false, ...options })
}

function newKey(): KeyObject {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
}

interface Certification extends CertificateOptions {
  readonly subject: Name
  readonly key: KeyObject
  readonly issuer: Name
  readonly issuerKey: KeyObject
  readonly isAuthority: boolean
}

function certified(certification: Certification): Certified {
  const { subject, key, issuer, issuerKey } = certification
  const der = certificateDer(
    {
      // Positive, and unlike any other of this authority.
      serial: Buffer.concat([Buffer.of(1), randomBytes(15)]),
      issuer,
      subject,
      notBefore: certification.notBefore ?? new Date(Date.now() - earlyMs),
      notAfter: certification.notAfter ?? new Date(Date.now() + 30 * dayMs),
      publicKey: publicKeyDer(key),
      extensions: extensionsOf(certification),
    },
    (signed) => sign('sha256', signed, issuerKey),
  )
  const body = der.toString('base64').replaceAll(/.{1,64}/g, '$&\n')
  return {
    key,
    keyPem: String(key.export({ type: 'pkcs8', format: 'pem' })),
    certificatePem: `-----BEGIN CERTIFICATE-----\n${body}-----END CERTIFICATE-----\n`,
    certificateDer: der,
  }
}

function extensionsOf({ isAuthority, key, issuerKey, hosts = ['localhost', '127.0.0.1'] }: Certification): Extension[] {
  const own = subjectKeyId(publicKeyDer(key))
  if (isAuthority) return [basicConstraints({ isAuthority }), keyUsage('keyCertSign'), own]
  return [
    basicConstraints({ isAuthority }),
    keyUsage('digitalSignature'),
    extendedKeyUsage(),
    own,
    authorityKeyId(publicKeyDer(issuerKey)),
    subjectAlternativeNames(hosts.map((host) => ({ host, address: addressOf(host) }))),
  ]
}

function publicKeyDer(key: KeyObject): Buffer {
  return createPublicKey(key).export({ type: 'spki', format: 'der' })
}

/** The bytes of an address; null for a name. */
function addressOf(host: string): Buffer | null {
  if (isIPv4(host)) return Buffer.from(host.split('.').map(Number))
  if (!isIPv6(host)) return null
  const [head = '', tail = ''] = host.split('::')
  const groups = (text: string): number[] => (text === '' ? [] : text.split(':').map((group) => parseInt(group, 16)))
  const before = groups(head)
  const after = groups(tail)
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => 0)
  return Buffer.from([...before, ...zeros, ...after].flatMap((group) => [group >> 8, group & 0xff]))
}

function optional(notAfter: Date | undefined): Pick<CertificateOptions, 'notAfter'> {
  return notAfter === undefined ? {} : { notAfter }
}
