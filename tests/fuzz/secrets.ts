import { readFileSync } from 'node:fs'
import { certificateAuthority } from '../../src-main/certificates/certificate-authority.ts'

/*
 * Whole inputs of the parsers of security, for the fuzzer to damage. The stores are keytool's, with two rounds of key
 * derivation and without a check over the whole file, so that damage reaches what is inside:
 *
 *   keytool -genkeypair -keyalg EC -dname CN=own -storepass changeit -storetype PKCS12 (JKS)
 *     -J-Dkeystore.pkcs12.keyPbeIterationCount=2 -J-Dkeystore.pkcs12.certPbeIterationCount=2
 *     -J-Dkeystore.pkcs12.macAlgorithm=NONE
 */

export const STORE_PASSWORD = 'changeit'

const golden = (name: string): Buffer => readFileSync(new URL(`../support/golden/${name}`, import.meta.url))

const { keyPem, certificatePem } = certificateAuthority('Brokkr tests')

export const STORES = [
  { type: 'PKCS12', bytes: golden('own-key.p12') },
  { type: 'JKS', bytes: golden('own-key.jks') },
  { type: 'PEM', bytes: Buffer.from(keyPem + certificatePem) },
] as const

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** Signed by nobody who is known. */
export const TOKENS = [
  `${part({ alg: 'none' })}.${part({ sub: 'alice', exp: 4_000_000_000 })}.`,
  `${part({ alg: 'ES256', kid: 'one' })}.${part({ sub: 'alice', iat: 1, exp: 4_000_000_000 })}.${'A'.repeat(86)}`,
] as const
