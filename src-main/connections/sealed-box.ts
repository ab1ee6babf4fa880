import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto'
import { z } from 'zod'
import { texts } from '../languages/texts.ts'

/*
 * Text that only a passphrase opens:
 *
 *   key     scrypt (RFC 7914) of the passphrase and the salt, 32 bytes
 *   sealed  AES-256-GCM of the text under the key and the nonce, the tag of 16 bytes behind it
 *
 * All bytes are written in base64.
 */

const bytes = z.base64().max(100_000_000)

/** The costs are bounded: a box that somebody sends must not take all memory. */
export const sealedBox = z.object({
  kdf: z.literal('scrypt'),
  cost: z
    .number()
    .int()
    .min(1024)
    .max(1 << 20),
  blockSize: z.number().int().min(1).max(16),
  parallelization: z.number().int().min(1).max(4),
  salt: bytes,
  cipher: z.literal('aes-256-gcm'),
  nonce: bytes,
  sealed: bytes,
})
export type SealedBox = z.infer<typeof sealedBox>

type Derivation = Pick<SealedBox, 'cost' | 'blockSize' | 'parallelization' | 'salt'>

const tagBytes = 16
const nonceBytes = 12

/** The passphrase is not the one that the box was closed with, or the box was changed since. */
export class WrongPassphraseError extends Error {
  override readonly name = 'WrongPassphraseError'
}

/** A passphrase as it opens and closes boxes; what is kept in memory is the key, never the passphrase. */
export class BoxKey {
  readonly #derivation: Derivation
  readonly #key: Buffer

  private constructor(derivation: Derivation, key: Buffer) {
    this.#derivation = derivation
    this.#key = key
  }

  static async create(passphrase: string): Promise<BoxKey> {
    const salt = randomBytes(16).toString('base64')
    return BoxKey.#derive(passphrase, { cost: 1 << 17, blockSize: 8, parallelization: 1, salt })
  }

  static async of(box: SealedBox, passphrase: string): Promise<BoxKey> {
    return BoxKey.#derive(passphrase, box)
  }

  static async #derive(passphrase: string, derivation: Derivation): Promise<BoxKey> {
    const { cost, blockSize, parallelization, salt } = derivation
    const options = { N: cost, r: blockSize, p: parallelization, maxmem: 128 * cost * blockSize + (32 << 20) }
    const key = await new Promise<Buffer>((resolve, reject) => {
      scrypt(passphrase.normalize('NFC'), Buffer.from(salt, 'base64'), 32, options, (error, derived) =>
        error === null ? resolve(derived) : reject(error),
      )
    })
    return new BoxKey({ cost, blockSize, parallelization, salt }, key)
  }

  seal(text: string): SealedBox {
    const nonce = randomBytes(nonceBytes)
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce)
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
    return {
      kdf: 'scrypt',
      ...this.#derivation,
      cipher: 'aes-256-gcm',
      nonce: nonce.toString('base64'),
      sealed: sealed.toString('base64'),
    }
  }

  /** @throws WrongPassphraseError */
  open(box: SealedBox): string {
    const sealed = Buffer.from(box.sealed, 'base64')
    const nonce = Buffer.from(box.nonce, 'base64')
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.#key, nonce, { authTagLength: tagBytes })
      decipher.setAuthTag(sealed.subarray(-tagBytes))
      return Buffer.concat([decipher.update(sealed.subarray(0, -tagBytes)), decipher.final()]).toString('utf8')
    } catch {
      throw new WrongPassphraseError(texts.connections.wrongPassphrase)
    }
  }
}
