import { createDecipheriv, createHash, pbkdf2Sync } from 'node:crypto'
import { MalformedBytesError } from '../../bytes/malformed-bytes-error.ts'
import { decryptRc2Cbc } from './rc2.ts'
import { derChild, derChildren, derTags, objectIdentifier, iterationCount, type DerValue } from './der.ts'

/* Encryption by a password, as PKCS#12 files use it: PBES2 (RFC 8018), and the older schemes of RFC 7292. */

const pbes2 = '1.2.840.113549.1.5.13'

interface Secret {
  readonly key: Uint8Array
  readonly iv: Uint8Array
}

interface Sha1Scheme {
  readonly keyBytes: number
  readonly decrypt: (secret: Secret, ciphertext: Uint8Array) => Uint8Array
}

/** Keys by SHA-1 (RFC 7292, appendix C); those with RC2 are of Java 8 and OpenSSL 1. */
const sha1Schemes: ReadonlyMap<string, Sha1Scheme> = new Map([
  ['1.2.840.113549.1.12.1.3', { keyBytes: 24, decrypt: (secret, bytes) => decipher('des-ede3-cbc', secret, bytes) }],
  ['1.2.840.113549.1.12.1.5', { keyBytes: 16, decrypt: decryptRc2Cbc }],
  ['1.2.840.113549.1.12.1.6', { keyBytes: 5, decrypt: decryptRc2Cbc }],
])

const pseudoRandomFunctions: ReadonlyMap<string, string> = new Map([
  ['1.2.840.113549.2.7', 'sha1'],
  ['1.2.840.113549.2.8', 'sha224'],
  ['1.2.840.113549.2.9', 'sha256'],
  ['1.2.840.113549.2.10', 'sha384'],
  ['1.2.840.113549.2.11', 'sha512'],
])

const ciphers: ReadonlyMap<string, { readonly name: string; readonly keyBytes: number }> = new Map([
  ['2.16.840.1.101.3.4.1.2', { name: 'aes-128-cbc', keyBytes: 16 }],
  ['2.16.840.1.101.3.4.1.22', { name: 'aes-192-cbc', keyBytes: 24 }],
  ['2.16.840.1.101.3.4.1.42', { name: 'aes-256-cbc', keyBytes: 32 }],
  ['1.2.840.113549.3.7', { name: 'des-ede3-cbc', keyBytes: 24 }],
])

/**
 * Decrypts what `algorithm`, an AlgorithmIdentifier, encrypted.
 * @throws MalformedBytesError when the scheme is not known; what node:crypto throws when the password is wrong.
 */
export function decryptByPassword(algorithm: DerValue, ciphertext: Uint8Array, password: string): Uint8Array {
  const scheme = objectIdentifier(derChild(algorithm, 0, derTags.objectIdentifier))
  const parameters = derChild(algorithm, 1, derTags.sequence)
  if (scheme === pbes2) return decryptPbes2(parameters, ciphertext, password)
  const sha1 = sha1Schemes.get(scheme)
  if (sha1 === undefined) throw new MalformedBytesError(`it is encrypted by the unknown scheme ${scheme}`)
  const salt = derChild(parameters, 0, derTags.octetString).contents
  const iterations = iterationCount(derChild(parameters, 1, derTags.integer))
  const derive = (purpose: number, length: number): Uint8Array =>
    pkcs12Key({ hash: 'sha1', password, salt, iterations }, purpose, length)
  return sha1.decrypt({ key: derive(1, sha1.keyBytes), iv: derive(2, 8) }, ciphertext)
}

function decryptPbes2(parameters: DerValue, ciphertext: Uint8Array, password: string): Uint8Array {
  const derivation = derChild(derChild(parameters, 0, derTags.sequence), 1, derTags.sequence)
  const encryption = derChild(parameters, 1, derTags.sequence)
  const [salt, iterations, ...optional] = derChildren(derivation)
  const cipherId = objectIdentifier(derChild(encryption, 0, derTags.objectIdentifier))
  const cipher = ciphers.get(cipherId)
  if (cipher === undefined) throw new MalformedBytesError(`it is encrypted by the unknown cipher ${cipherId}`)
  const prf = optional.find(({ tag }) => tag === derTags.sequence)
  const hash = prf === undefined ? 'sha1' : pseudoRandomFunctions.get(objectIdentifier(derChild(prf, 0)))
  if (salt === undefined || iterations === undefined || hash === undefined) {
    throw new MalformedBytesError('its key is derived in an unknown way')
  }
  const key = pbkdf2Sync(password, salt.contents, iterationCount(iterations), cipher.keyBytes, hash)
  return decipher(cipher.name, { key, iv: derChild(encryption, 1, derTags.octetString).contents }, ciphertext)
}

function decipher(name: string, { key, iv }: Secret, ciphertext: Uint8Array): Uint8Array {
  const cipher = createDecipheriv(name, key, iv)
  return Buffer.concat([cipher.update(ciphertext), cipher.final()])
}

export interface Pkcs12KeyInput {
  readonly hash: string
  readonly password: string
  readonly salt: Uint8Array
  readonly iterations: number
}

const blockBytesOf: ReadonlyMap<string, number> = new Map([
  ['sha384', 128],
  ['sha512', 128],
])

/** The key derivation of PKCS#12 (RFC 7292, appendix B): purpose 1 gives keys, 2 initial vectors, 3 keys of the MAC. */
export function pkcs12Key({ hash, password, salt, iterations }: Pkcs12KeyInput, purpose: number, length: number) {
  const blockBytes = blockBytesOf.get(hash) ?? 64
  // The password as UTF-16 with its closing zero.
  const secret = Buffer.from(`${password}\0`, 'utf16le').swap16()
  const input = Buffer.concat([filled(salt, blockBytes), filled(secret, blockBytes)])
  const diversifier = Buffer.alloc(blockBytes, purpose)
  const pieces: Buffer[] = []
  for (let made = 0; made < length;) {
    let digest = createHash(hash).update(diversifier).update(input).digest()
    for (let round = 1; round < iterations; round++) digest = createHash(hash).update(digest).digest()
    pieces.push(digest)
    made += digest.length
    addToBlocks(input, filled(digest, blockBytes).subarray(0, blockBytes), blockBytes)
  }
  return Buffer.concat(pieces).subarray(0, length)
}

/** `bytes`, repeated until whole blocks are full. */
function filled(bytes: Uint8Array, blockBytes: number): Buffer {
  const length = blockBytes * Math.ceil(bytes.length / blockBytes)
  return length === 0 ? Buffer.alloc(0) : Buffer.alloc(length, bytes)
}

/** Each block of `input` becomes block + addend + 1, modulo its size. */
function addToBlocks(input: Buffer, addend: Buffer, blockBytes: number): void {
  for (let start = 0; start < input.length; start += blockBytes) {
    let carry = 1
    for (let index = blockBytes - 1; index >= 0; index--) {
      const sum = (input[start + index] ?? 0) + (addend[index] ?? 0) + carry
      input[start + index] = sum & 0xff
      carry = sum >> 8
    }
  }
}
