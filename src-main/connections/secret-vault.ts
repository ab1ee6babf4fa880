import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { secrets, type SecretKeeping, type Secrets } from '../api/connections.ts'
import { texts } from '../languages/texts.ts'
import { JsonFile } from '../settings/json-file.ts'
import { ConnectionError } from './connection-error.ts'
import { BoxKey, sealedBox, WrongPassphraseError } from './sealed-box.ts'

/** The keychain of the system, as far as the host can use it. */
export type Keychain =
  | {
      readonly isAvailable: true
      encrypt(text: string): Uint8Array
      /** @throws when it was encrypted by another user, or the keychain has been emptied */
      decrypt(bytes: Uint8Array): string
    }
  | { readonly isAvailable: false; readonly why: string }

const allSecrets = z.record(z.string(), secrets)

/** `secrets.json`: by cluster what the keychain has encrypted, or everything in one box under a passphrase. */
const secretsFile = z.discriminatedUnion('keeper', [
  z.object({ version: z.literal(1), keeper: z.literal('none') }),
  z.object({ version: z.literal(1), keeper: z.literal('keychain'), clusters: z.record(z.string(), z.base64()) }),
  z.object({ version: z.literal(1), keeper: z.literal('passphrase'), box: sealedBox }),
])
type SecretsFile = z.infer<typeof secretsFile>

export interface VaultOptions {
  readonly directory: string
  readonly keychain: Keychain
  readonly report: (message: string) => void
}

/**
 * The secrets of all clusters. They are kept by the system's keychain where there is one, otherwise in memory only, until the
 * user gives a passphrase for a file.
 *
 * Invariant: no secret is written to disk but encrypted; what is in a locked box is neither known nor overwritten.
 */
export class SecretVault {
  readonly #file: JsonFile<SecretsFile>
  readonly #path: string
  readonly #keychain: Keychain
  readonly #listeners = new Set<() => void>()
  readonly #secrets = new Map<string, Secrets>()
  /** Of the box; null while it is locked, and where there is none. */
  #key: BoxKey | null = null

  constructor({ directory, keychain, report }: VaultOptions) {
    this.#path = join(directory, 'secrets.json')
    this.#keychain = keychain
    this.#file = new JsonFile({
      path: this.#path,
      schema: secretsFile,
      initial: { version: 1, keeper: 'none' },
      report,
    })
    this.#readFromKeychain(report)
  }

  get keeping(): SecretKeeping {
    const { keeper } = this.#file.value
    const whyNoKeychain = this.#keychain.isAvailable ? null : this.#keychain.why
    if (keeper === 'passphrase') return { keeper, isLocked: this.#key === null, whyNoKeychain }
    return { keeper: this.#keychain.isAvailable ? 'keychain' : 'memory', isLocked: false, whyNoKeychain }
  }

  /** Calls `listener` when the way of keeping, or what is known, has changed. Gives the function that stops it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** What is known of a cluster's secrets; nothing while they are locked. */
  get(clusterId: string): Secrets {
    return this.#secrets.get(clusterId) ?? {}
  }

  /** Why a cluster's secrets cannot be had for now though the keychain has them; null otherwise. */
  whyOutOfReach(clusterId: string): string | null {
    const { value } = this.#file
    const isKept = value.keeper === 'keychain' && Object.hasOwn(value.clusters, clusterId)
    return isKept && !this.#keychain.isAvailable ? this.#keychain.why : null
  }

  /** Replaces a cluster's secrets. @throws ConnectionError while they are locked */
  async set(clusterId: string, changed: Secrets): Promise<void> {
    if (Object.keys(changed).length === 0 && !this.#secrets.has(clusterId)) return
    this.requireUnlocked()
    if (Object.keys(changed).length === 0) this.#secrets.delete(clusterId)
    else this.#secrets.set(clusterId, changed)
    await this.#write()
  }

  /** Forgets a cluster's secrets; those in a locked box are left out when it is next written. */
  async remove(clusterId: string): Promise<void> {
    if (this.#secrets.delete(clusterId)) await this.#write()
  }

  /** Forgets the secrets of clusters that are not among these. */
  async keepOnly(clusterIds: readonly string[]): Promise<void> {
    const gone = [...this.#secrets.keys()].filter((each) => !clusterIds.includes(each))
    for (const clusterId of gone) this.#secrets.delete(clusterId)
    if (gone.length > 0) await this.#write()
  }

  /** @throws ConnectionError when it is another passphrase */
  async unlock(passphrase: string): Promise<void> {
    const { value } = this.#file
    if (value.keeper !== 'passphrase' || this.#key !== null) return
    const key = await BoxKey.of(value.box, passphrase)
    let opened: z.infer<typeof allSecrets>
    try {
      opened = allSecrets.parse(JSON.parse(key.open(value.box)))
    } catch (error) {
      if (!(error instanceof WrongPassphraseError)) throw error
      throw new ConnectionError({
        what: texts.connections.unlocking.what,
        why: error.message,
        remedy: texts.connections.unlocking.remedy,
      })
    }
    this.#key = key
    for (const [clusterId, each] of Object.entries(opened)) this.#secrets.set(clusterId, each)
    this.#tell()
  }

  /** Keeps everything in a file under this passphrase from now on. @throws ConnectionError while another one locks them */
  async protect(passphrase: string): Promise<void> {
    this.requireUnlocked()
    this.#key = await BoxKey.create(passphrase)
    await this.#replace({ version: 1, keeper: 'passphrase', box: this.#sealAll(this.#key) })
  }

  /** Keeps nothing on disk that a passphrase locks; what was locked is lost. */
  async dropFile(): Promise<void> {
    this.#key = null
    await this.#replace({ version: 1, keeper: 'none' })
    await rm(this.#path, { force: true })
    if (this.#keychain.isAvailable) await this.#write()
  }

  async #write(): Promise<void> {
    const { keeper } = this.#file.value
    if (keeper === 'passphrase') {
      this.requireUnlocked()
      if (this.#key !== null) await this.#replace({ version: 1, keeper, box: this.#sealAll(this.#key) })
    } else if (this.#keychain.isAvailable) {
      await this.#replace({ version: 1, keeper: 'keychain', clusters: this.#encryptAll(this.#keychain) })
    } else this.#tell()
  }

  async #replace(file: SecretsFile): Promise<void> {
    await this.#file.replace(file)
    this.#tell()
  }

  #sealAll(key: BoxKey) {
    return key.seal(JSON.stringify(Object.fromEntries(this.#secrets)))
  }

  #encryptAll(keychain: Extract<Keychain, { isAvailable: true }>): Record<string, string> {
    const entries = [...this.#secrets].map(([clusterId, each]): [string, string] => [
      clusterId,
      Buffer.from(keychain.encrypt(JSON.stringify(each))).toString('base64'),
    ])
    return Object.fromEntries(entries)
  }

  #readFromKeychain(report: (message: string) => void): void {
    const { value } = this.#file
    if (value.keeper !== 'keychain') return
    for (const [clusterId, encrypted] of Object.entries(value.clusters)) {
      try {
        if (!this.#keychain.isAvailable) throw new Error(this.#keychain.why)
        const text = this.#keychain.decrypt(Buffer.from(encrypted, 'base64'))
        this.#secrets.set(clusterId, secrets.parse(JSON.parse(text)))
      } catch {
        report(texts.connections.secretsUnreadable(clusterId))
      }
    }
  }

  /** @throws ConnectionError `CONFLICT` while secrets are locked */
  requireUnlocked(): void {
    if (!this.keeping.isLocked) return
    throw new ConnectionError(
      {
        what: texts.connections.locked.what,
        why: texts.connections.locked.why,
        remedy: texts.connections.locked.remedy,
      },
      'CONFLICT',
    )
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}
