import { createHash } from 'node:crypto'

/*
 * X.509 version 3 (RFC 5280), signed with ECDSA and SHA-256 (RFC 5758), in DER:
 *
 *   Certificate  SEQUENCE { what is signed, algorithm, BIT STRING signature }
 *   signed       SEQUENCE { [0] version 2, serial, algorithm, issuer, SEQUENCE { from, until }, subject, public key,
 *                           [3] SEQUENCE of SEQUENCE { OID, BOOLEAN critical where true, OCTET STRING value } }
 */

/** Attributes of a name, the most general first: `[['O', 'Acme'], ['CN', 'alice']]`. */
export type Name = readonly (readonly ['C' | 'O' | 'OU' | 'CN', string])[]

export interface CertificateContents {
  readonly serial: Buffer
  readonly issuer: Name
  readonly subject: Name
  readonly notBefore: Date
  readonly notAfter: Date
  /** SubjectPublicKeyInfo. */
  readonly publicKey: Buffer
  readonly extensions: readonly Extension[]
}

/** One extension in DER. */
export type Extension = Buffer

export function certificateDer(contents: CertificateContents, signWith: (signed: Buffer) => Buffer): Buffer {
  const signed = sequence(
    der(0xa0, der(0x02, Buffer.of(2))),
    der(0x02, contents.serial),
    ecdsaWithSha256,
    nameDer(contents.issuer),
    sequence(time(contents.notBefore), time(contents.notAfter)),
    nameDer(contents.subject),
    contents.publicKey,
    der(0xa3, sequence(...contents.extensions)),
  )
  return sequence(signed, ecdsaWithSha256, bitString(signWith(signed)))
}

export function basicConstraints({ isAuthority }: { readonly isAuthority: boolean }): Extension {
  return extension('2.5.29.19', isAuthority ? sequence(isTrue) : sequence(), 'critical')
}

export function keyUsage(usage: 'digitalSignature' | 'keyCertSign'): Extension {
  // Bits from the left, the unused ones counted in front: digitalSignature is the first, keyCertSign the sixth.
  const bits = usage === 'digitalSignature' ? Buffer.of(7, 0x80) : Buffer.of(2, 0x04)
  return extension('2.5.29.15', der(0x03, bits), 'critical')
}

/** For servers and for clients of TLS. */
export function extendedKeyUsage(): Extension {
  return extension('2.5.29.37', sequence(oid('1.3.6.1.5.5.7.3.1'), oid('1.3.6.1.5.5.7.3.2')))
}

export function subjectKeyId(publicKey: Buffer): Extension {
  return extension('2.5.29.14', der(0x04, keyId(publicKey)))
}

export function authorityKeyId(issuerPublicKey: Buffer): Extension {
  return extension('2.5.29.35', sequence(der(0x80, keyId(issuerPublicKey))))
}

/** `address` holds the bytes of an IP address; null for names. */
export function subjectAlternativeNames(
  hosts: readonly { readonly host: string; readonly address: Buffer | null }[],
): Extension {
  const names = hosts.map(({ host, address }) => (address === null ? der(0x82, Buffer.from(host)) : der(0x87, address)))
  return extension('2.5.29.17', sequence(...names))
}

function extension(id: string, value: Buffer, weight: 'critical' | 'plain' = 'plain'): Extension {
  return sequence(oid(id), ...(weight === 'critical' ? [isTrue] : []), der(0x04, value))
}

/** As the RFC proposes: SHA-1 of the key, which only has to tell keys apart. */
function keyId(publicKey: Buffer): Buffer {
  return createHash('sha1').update(publicKey).digest()
}

const attributeTypes = { C: '2.5.4.6', O: '2.5.4.10', OU: '2.5.4.11', CN: '2.5.4.3' } as const

function nameDer(name: Name): Buffer {
  const parts = name.map(([type, value]) =>
    der(0x31, sequence(oid(attributeTypes[type]), der(0x0c, Buffer.from(value)))),
  )
  return sequence(...parts)
}

/** UTCTime until 2049, whose years have two digits; GeneralizedTime from then on. */
function time(date: Date): Buffer {
  const text = date.toISOString().replaceAll(/[-:T]|\.\d+/g, '')
  return date.getUTCFullYear() < 2050 ? der(0x17, Buffer.from(text.slice(2))) : der(0x18, Buffer.from(text))
}

function sequence(...contents: readonly Buffer[]): Buffer {
  return der(0x30, Buffer.concat(contents))
}

function bitString(bytes: Buffer): Buffer {
  return der(0x03, Buffer.concat([Buffer.of(0), bytes]))
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

const isTrue = der(0x01, Buffer.of(0xff))
const ecdsaWithSha256 = sequence(oid('1.2.840.10045.4.3.2'))
