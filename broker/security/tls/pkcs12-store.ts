import { createHmac, X509Certificate } from 'node:crypto'
import { MalformedBytesError } from '../../bytes/malformed-bytes-error.ts'
import { derChild, derChildren, derTags, objectIdentifier, readDer, iterationCount, type DerValue } from './der.ts'
import { decryptByPassword, pkcs12Key } from './password-based-encryption.ts'
import { WrongPasswordError, type StoreContents } from './store-contents.ts'

/*
 * PKCS#12 (RFC 7292), the format of keytool and of openssl pkcs12:
 *
 *   PFX  { version 3, data { contents }, [MAC over contents { hash, digest }, salt, iterations] }
 *   contents: sequence of { data: bags } or { encryptedData: bags under a password }
 *   bag  { kind, [0] value, [attributes] }: a key, an encrypted key, or a certificate
 *
 * A key and its certificate carry the same local key id.
 */

const data = '1.2.840.113549.1.7.1'
const encryptedData = '1.2.840.113549.1.7.6'
const keyBag = '1.2.840.113549.1.12.10.1.1'
const shroudedKeyBag = '1.2.840.113549.1.12.10.1.2'
const certificateBag = '1.2.840.113549.1.12.10.1.3'
const localKeyId = '1.2.840.113549.1.9.21'

const macHashes: ReadonlyMap<string, string> = new Map([
  ['1.3.14.3.2.26', 'sha1'],
  ['2.16.840.1.101.3.4.2.1', 'sha256'],
  ['2.16.840.1.101.3.4.2.2', 'sha384'],
  ['2.16.840.1.101.3.4.2.3', 'sha512'],
])

interface Bag {
  readonly kind: string
  readonly value: DerValue
  /** Empty when the bag has none. */
  readonly keyId: string
}

export interface Pkcs12Passwords {
  readonly store: string
  readonly key: string
}

/** @throws WrongPasswordError, MalformedBytesError */
export function readPkcs12Store(bytes: Uint8Array, passwords: Pkcs12Passwords): StoreContents {
  const parts = derChildren(readDer(bytes))
  const [, contentInfo, mac] = parts
  if (contentInfo === undefined) throw new MalformedBytesError('it is no PKCS#12 file')
  const contents = derChild(derChild(contentInfo, 1, derTags.context0), 0, derTags.octetString).contents
  if (mac !== undefined) requireIntegrity(mac, contents, passwords.store)
  const bags = derChildren(readDer(contents)).flatMap((part) => bagsOf(part, passwords.store))
  const certificates = bags.filter(({ kind }) => kind === certificateBag).map(certificateOf)
  const key = bags.find(({ kind }) => kind === keyBag || kind === shroudedKeyBag)
  const all = certificates.map(({ der }) => der)
  if (key === undefined) return { key: null, certificates: all }
  const own = certificates.find(({ keyId }) => keyId !== '' && keyId === key.keyId) ?? certificates[0]
  const chain = own === undefined ? [] : chainOf(own.der, all)
  return { key: { pkcs8: privateKey(key, passwords.key), chain }, certificates: all }
}

function requireIntegrity(mac: DerValue, contents: Uint8Array, password: string): void {
  const [digestInfo, salt, iterations] = derChildren(mac)
  if (digestInfo === undefined || salt === undefined) throw new MalformedBytesError('the MAC of the file is cut short')
  const hash = macHashes.get(objectIdentifier(derChild(derChild(digestInfo, 0), 0, derTags.objectIdentifier)))
  // A MAC of a newer kind is left alone: a wrong password then shows when the keys are decrypted.
  if (hash === undefined) return
  const expected = derChild(digestInfo, 1, derTags.octetString).contents
  const count = iterations === undefined ? 1 : iterationCount(iterations)
  const key = pkcs12Key({ hash, password, salt: salt.contents, iterations: count }, 3, expected.length)
  if (!createHmac(hash, key).update(contents).digest().equals(expected)) throw new WrongPasswordError('store')
}

function bagsOf(contentInfo: DerValue, password: string): Bag[] {
  const kind = objectIdentifier(derChild(contentInfo, 0, derTags.objectIdentifier))
  const content = derChild(derChild(contentInfo, 1, derTags.context0), 0)
  if (kind === data) return derChildren(readDer(content.contents)).map(readBag)
  if (kind !== encryptedData) throw new MalformedBytesError(`it holds contents of the unknown kind ${kind}`)
  const [, algorithm, ciphertext] = derChildren(derChild(content, 1, derTags.sequence))
  if (algorithm === undefined || ciphertext === undefined) {
    throw new MalformedBytesError('encrypted contents are cut short')
  }
  return derChildren(readDer(decrypt(algorithm, ciphertext.contents, { password, of: 'store' }))).map(readBag)
}

function readBag(bag: DerValue): Bag {
  const [kind, value, attributes] = derChildren(bag)
  if (kind === undefined || value === undefined) throw new MalformedBytesError('a bag of the file is cut short')
  const ids = (attributes === undefined ? [] : derChildren(attributes))
    .filter((attribute) => objectIdentifier(derChild(attribute, 0)) === localKeyId)
    .map((attribute) => Buffer.from(derChild(attribute, 1).contents).toString('hex'))
  return { kind: objectIdentifier(kind), value: derChild(value, 0), keyId: ids[0] ?? '' }
}

function certificateOf({ value, keyId }: Bag): { readonly der: Uint8Array; readonly keyId: string } {
  return { der: derChild(derChild(value, 1, derTags.context0), 0, derTags.octetString).contents, keyId }
}

function privateKey({ kind, value }: Bag, password: string): Uint8Array {
  if (kind === keyBag) return value.bytes
  const [algorithm, ciphertext] = derChildren(value)
  if (algorithm === undefined || ciphertext === undefined) {
    throw new MalformedBytesError('an encrypted key is cut short')
  }
  return decrypt(algorithm, ciphertext.contents, { password, of: 'key' })
}

function decrypt(
  algorithm: DerValue,
  ciphertext: Uint8Array,
  { password, of }: { readonly password: string; readonly of: 'store' | 'key' },
): Uint8Array {
  try {
    return decryptByPassword(algorithm, ciphertext, password)
  } catch (error) {
    if (error instanceof MalformedBytesError) throw error
    throw new WrongPasswordError(of)
  }
}

/** `own` and its issuers, as far as `all` has them. */
function chainOf(own: Uint8Array, all: readonly Uint8Array[]): Uint8Array[] {
  const others = all.filter((each) => each !== own).map((der) => ({ der, parsed: new X509Certificate(der) }))
  const chain = [own]
  let last = new X509Certificate(own)
  for (;;) {
    const at = others.findIndex(({ parsed }) => last.checkIssued(parsed))
    const [issuer] = at < 0 ? [] : others.splice(at, 1)
    if (issuer === undefined) return chain
    chain.push(issuer.der)
    last = issuer.parsed
  }
}
