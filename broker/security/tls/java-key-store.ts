import { createHash, timingSafeEqual } from 'node:crypto'
import { MalformedBytesError } from '../../bytes/malformed-bytes-error.ts'
import { derChild, derTags, objectIdentifier, readDer } from './der.ts'
import { WrongPasswordError, type StoreContents } from './store-contents.ts'

/*
 * Java's own key store (JKS), all numbers big-endian, texts with a length of two bytes:
 *
 *   magic FE ED FE ED | version int32 (2) | entries int32
 *   entry: tag int32 | alias text | created int64 (milliseconds)
 *     tag 1, a private key:        key int32 length + bytes | certificates int32, each as below, the key's own first
 *     tag 2, a trusted certificate: one certificate
 *   certificate: type text (X.509) | int32 length + DER
 *   SHA-1 of the password (UTF-16, big-endian), the text "Mighty Aphrodite" and all of the above
 *
 * A key is an EncryptedPrivateKeyInfo whose algorithm is Sun's own: salt (20) | ciphertext | check (20). The key stream
 * is SHA-1(password, salt), SHA-1(password, previous), ...; the check is SHA-1(password, plain key).
 */

const magic = 0xfeedfeed
const hashBytes = 20
const sunKeyProtector = '1.3.6.1.4.1.42.2.17.1.1'

export function isJavaKeyStore(bytes: Uint8Array): boolean {
  return bytes.length >= 4 && new DataView(bytes.buffer, bytes.byteOffset).getUint32(0) === magic
}

export interface JavaKeyStorePasswords {
  /** Null leaves the check of the whole file out, as Java allows for trust stores. */
  readonly store: string | null
  readonly key: string | null
}

/** @throws WrongPasswordError, MalformedBytesError */
export function readJavaKeyStore(bytes: Uint8Array, passwords: JavaKeyStorePasswords): StoreContents {
  if (passwords.store !== null) requireIntegrity(bytes, passwords.store)
  const { keys, trusted } = entriesOf(bytes)
  const [first] = keys
  const password = passwords.key ?? passwords.store ?? ''
  const key = first === undefined ? null : { pkcs8: decryptKey(first.encrypted, password), chain: first.chain }
  return { key, certificates: [...(key?.chain ?? []), ...trusted] }
}

interface Entries {
  readonly keys: readonly { readonly encrypted: Uint8Array; readonly chain: Uint8Array[] }[]
  readonly trusted: readonly Uint8Array[]
}

/** What stands in the file, of which a password decrypts the keys only. @throws MalformedBytesError where the entries do not fill it exactly */
function entriesOf(bytes: Uint8Array): Entries {
  const cursor = new Cursor(bytes.subarray(0, Math.max(0, bytes.length - hashBytes)))
  cursor.int32()
  const version = cursor.int32()
  if (version !== 2) throw new MalformedBytesError(`a JKS file has the version ${version} instead of 2`)
  const trusted: Uint8Array[] = []
  const keys: { encrypted: Uint8Array; chain: Uint8Array[] }[] = []
  for (let left = cursor.int32(); left > 0; left--) {
    const tag = cursor.int32()
    cursor.text()
    cursor.take(8)
    if (tag === 2) trusted.push(certificate(cursor))
    else if (tag === 1) keys.push(keyEntry(cursor))
    else throw new MalformedBytesError(`a JKS file has an entry of the unknown kind ${tag}`)
  }
  if (!cursor.isAtEnd) throw new MalformedBytesError('a JKS file goes on behind its entries')
  return { keys, trusted }
}

function keyEntry(cursor: Cursor): { encrypted: Uint8Array; chain: Uint8Array[] } {
  const encrypted = cursor.take(cursor.int32())
  const chain: Uint8Array[] = []
  for (let left = cursor.int32(); left > 0; left--) chain.push(certificate(cursor))
  return { encrypted, chain }
}

function certificate(cursor: Cursor): Uint8Array {
  cursor.text()
  return cursor.take(cursor.int32())
}

function requireIntegrity(bytes: Uint8Array, password: string): void {
  const contents = bytes.subarray(0, bytes.length - hashBytes)
  const digest = createHash('sha1').update(utf16(password)).update('Mighty Aphrodite').update(contents).digest()
  const stored = bytes.subarray(contents.length)
  if (stored.length === hashBytes && timingSafeEqual(digest, stored)) return
  // The digest cannot tell a wrong password from damage; a file that was cut shows it by its entries.
  entriesOf(bytes)
  throw new WrongPasswordError('store')
}

function decryptKey(encryptedPrivateKeyInfo: Uint8Array, password: string): Uint8Array {
  const info = readDer(encryptedPrivateKeyInfo)
  const algorithm = objectIdentifier(derChild(derChild(info, 0, derTags.sequence), 0, derTags.objectIdentifier))
  if (algorithm !== sunKeyProtector) throw new MalformedBytesError(`a JKS key is protected by ${algorithm}`)
  const { contents } = derChild(info, 1, derTags.octetString)
  const secret = utf16(password)
  const ciphertext = contents.subarray(hashBytes, contents.length - hashBytes)
  const plain = new Uint8Array(ciphertext.length)
  let stream: Uint8Array = contents.subarray(0, hashBytes)
  for (let position = 0; position < ciphertext.length; position++) {
    if (position % hashBytes === 0) stream = createHash('sha1').update(secret).update(stream).digest()
    plain[position] = (ciphertext[position] ?? 0) ^ (stream[position % hashBytes] ?? 0)
  }
  const check = createHash('sha1').update(secret).update(plain).digest()
  if (!check.equals(contents.subarray(contents.length - hashBytes))) throw new WrongPasswordError('key')
  return plain
}

/** UTF-16 with the high byte first, as Java's characters. */
function utf16(text: string): Buffer {
  return Buffer.from(text, 'utf16le').swap16()
}

class Cursor {
  readonly #bytes: Buffer
  #position = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  int32(): number {
    return Buffer.from(this.take(4)).readUInt32BE()
  }

  text(): string {
    return Buffer.from(this.take(Buffer.from(this.take(2)).readUInt16BE())).toString()
  }

  get isAtEnd(): boolean {
    return this.#position === this.#bytes.length
  }

  take(length: number): Uint8Array {
    const end = this.#position + length
    if (end > this.#bytes.length) throw new MalformedBytesError('a JKS file ends early')
    const taken = this.#bytes.subarray(this.#position, end)
    this.#position = end
    return taken
  }
}
