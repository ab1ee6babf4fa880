import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'

/*
 * X.509 certificates for tests, made when they are needed: short-lived, signed by an authority of the test's own.
 */

/** Attributes of a name, the most general first: `[['O', 'Acme'], ['CN', 'alice']]`. */
export type Name = readonly (readonly ['C' | 'O' | 'OU' | 'CN', string])[]

export interface Certified {
  readonly key: KeyObject
  /** PKCS#8. */
  readonly keyPem: string
  readonly certificatePem: string
  readonly certificateDer: Buffer
}

export interface CertificateOptions {
  readonly hosts?: readonly string[]
  readonly notBefore?: Date
  readonly notAfter?: Date
}

export interface Authority extends Certified {
  issue(subject: Name, options?: CertificateOptions): Certified
}

export function certificateAuthority(name = 'Brokkr tests'): Authority {
  const subject: Name = [['CN', name]]
  const key = newKey()
  const own = certify({ subject, key, issuer: subject, issuerKey: key, isAuthority: true })
  return {
    ...own,
    issue: (leaf, options) =>
      certify({ subject: leaf, key: newKey(), issuer: subject, issuerKey: key, isAuthority: false, ...options }),
  }
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

const dayMs = 86_400_000
const ecdsaWithSha256 = '1.2.840.10045.4.3.2'
let serial = Date.now()

function certify(certification: Certification): Certified {
  const { subject, key, issuer, issuerKey } = certification
  const notBefore = certification.notBefore ?? new Date(Date.now() - dayMs)
  const notAfter = certification.notAfter ?? new Date(Date.now() + 30 * dayMs)
  const publicKey = publicKeyDer(key)
  const signed = sequence(
    der(0xa0, der(0x02, Buffer.of(2))),
    der(0x02, Buffer.from(`01${(serial++).toString(16).padStart(12, '0')}`, 'hex')),
    sequence(oid(ecdsaWithSha256)),
    nameDer(issuer),
    sequence(time(notBefore), time(notAfter)),
    nameDer(subject),
    publicKey,
    der(0xa3, sequence(...extensions(certification, publicKey))),
  )
  const signature = sign('sha256', signed, issuerKey)
  const bits = der(0x03, Buffer.concat([Buffer.of(0), signature]))
  const certificateDer = sequence(signed, sequence(oid(ecdsaWithSha256)), bits)
  const body = certificateDer.toString('base64').replaceAll(/.{1,64}/g, '$&\n')
  return {
    key,
    keyPem: String(key.export({ type: 'pkcs8', format: 'pem' })),
    certificatePem: `-----BEGIN CERTIFICATE-----\n${body}-----END CERTIFICATE-----\n`,
    certificateDer,
  }
}

function publicKeyDer(key: KeyObject): Buffer {
  const jwk = key.export({ format: 'jwk' })
  const point = Buffer.concat([
    Buffer.of(4),
    Buffer.from(jwk.x ?? '', 'base64url'),
    Buffer.from(jwk.y ?? '', 'base64url'),
  ])
  const algorithm = sequence(oid('1.2.840.10045.2.1'), oid('1.2.840.10045.3.1.7'))
  return sequence(algorithm, der(0x03, Buffer.concat([Buffer.of(0), point])))
}

function extensions({ isAuthority, hosts = ['localhost', '127.0.0.1'] }: Certification, publicKey: Buffer): Buffer[] {
  const keyId = der(0x04, createHash('sha1').update(publicKey).digest())
  const isTrue = der(0x01, Buffer.of(0xff))
  if (isAuthority) {
    const constraints = sequence(isTrue)
    return [sequence(oid('2.5.29.19'), isTrue, der(0x04, constraints)), sequence(oid('2.5.29.14'), der(0x04, keyId))]
  }
  const names = hosts.map((host) =>
    /^[\d.]+$/.test(host) ? der(0x87, Buffer.from(host.split('.').map(Number))) : der(0x82, Buffer.from(host)),
  )
  return [sequence(oid('2.5.29.17'), der(0x04, sequence(...names)))]
}

const attributeTypes = { C: '2.5.4.6', O: '2.5.4.10', OU: '2.5.4.11', CN: '2.5.4.3' } as const

function nameDer(name: Name): Buffer {
  const parts = name.map(([type, value]) =>
    der(0x31, sequence(oid(attributeTypes[type]), der(0x0c, Buffer.from(value)))),
  )
  return sequence(...parts)
}

/** UTCTime, whose years have two digits. */
function time(date: Date): Buffer {
  const text = date.toISOString().replaceAll(/[-:T]|\.\d+/g, '')
  return der(0x17, Buffer.from(text.slice(2)))
}

function sequence(...contents: readonly Buffer[]): Buffer {
  return der(0x30, Buffer.concat(contents))
}

function oid(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number)
  return der(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]))
}

function base128(value: number): number[] {
  const digits = [value & 0x7f]
  for (let left = Math.floor(value / 128); left > 0; left = Math.floor(left / 128)) digits.unshift((left & 0x7f) | 0x80)
  return digits
}

function der(tag: number, contents: Buffer): Buffer {
  const { length } = contents
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.of(tag, ...size), contents])
}
