import { X509Certificate } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import type { KeyStore, SecuritySettings } from '../../../src-main/api/connections.ts'
import { certificateAuthority } from '../../../src-main/certificates/certificate-authority.ts'
import { neededSecrets, securityFromSettings } from '../../../src-main/connections/security-from-settings.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const one = certificateAuthority('One')
const two = certificateAuthority('Two')

/** A value of DER with a length of two bytes, which any length may have here. */
function der(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(contents)
  return Buffer.concat([Buffer.of(tag, 0x82, body.length >> 8, body.length & 0xff), body])
}

const pkcs7 = (kind: number) => Buffer.from([0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, kind])

/** What `openssl crl2pkcs7 -nocrl` makes of certificates. */
function bundle(...certificates: readonly Uint8Array[]): Buffer {
  const signed = der(0x30, Buffer.of(2, 1, 1), der(0x31), der(0x30, pkcs7(1)), der(0xa0, ...certificates), der(0x31))
  return der(0x30, pkcs7(2), der(0xa0, signed))
}

function trusting(path: string): SecuritySettings {
  const trust = { from: 'file', type: 'PEM', path, keyPath: null } as const
  return { tls: { trust, identity: null, checksHostName: true }, login: null }
}

test('asks for the secrets that a key cannot be used without', () => {
  const file = (type: 'PEM' | 'PKCS12' | 'JKS'): KeyStore => ({ from: 'file', type, path: '/k', keyPath: null })
  const neededFor = (identity: KeyStore | null): string[] =>
    neededSecrets({ tls: { trust: file('PKCS12'), identity, checksHostName: true }, login: null })
  expect(neededFor(null)).toEqual([])
  expect(neededFor({ from: 'text', certificates: '' })).toEqual(['privateKey'])
  // A JKS file may have no password of its own, and a key in PEM none at all.
  expect([neededFor(file('PEM')), neededFor(file('JKS'))]).toEqual([[], []])
  expect(neededFor(file('PKCS12'))).toEqual(['keyStorePassword'])
})

test('a bundle of certificates (.p7b) is trusted, as text and as bytes', async () => {
  await using folder = await temporaryFolder()
  const path = folder.join('authorities.p7b')
  const bytes = bundle(one.certificateDer, two.certificateDer)
  const text = `-----BEGIN PKCS7-----\n${bytes.toString('base64').replaceAll(/.{1,64}/g, '$&\n')}-----END PKCS7-----\n`
  const names: string[][] = []
  for (const contents of [bytes, text, one.certificateDer]) {
    await writeFile(path, contents)
    const { tls } = securityFromSettings(trusting(path), {})
    const blocks = tls?.ca?.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? []
    names.push(blocks.map((block) => new X509Certificate(block).subject))
  }
  expect(names).toEqual([['CN=One', 'CN=Two'], ['CN=One', 'CN=Two'], ['CN=One']])
})

test('an empty bundle, and one that was cut, are refused', async () => {
  await using folder = await temporaryFolder()
  const path = folder.join('authorities.p7b')
  for (const contents of [bundle(), bundle(one.certificateDer).subarray(0, 90)]) {
    await writeFile(path, contents)
    expect(() => securityFromSettings(trusting(path), {})).toThrow(expect.objectContaining({ name: 'ConnectionError' }))
  }
})
