import type { MetadataRecordValue } from '../records/metadata-records.ts'
import { DraftMap } from './draft-map.ts'
import type { SecurityImage } from './metadata-image.ts'

type AclRecord = MetadataRecordValue<'AccessControlEntry'>

export interface SecurityChange {
  readonly image: SecurityImage
  readonly removedAcls: readonly AclRecord[]
  readonly addedAcls: readonly AclRecord[]
}

/** ACLs, SCRAM credentials, tokens and quotas of an image while records change them: kept as their records. */
export class SecurityDraft {
  readonly #accessControlEntries: DraftMap<string, MetadataRecordValue<'AccessControlEntry'>>
  readonly #scramCredentials: DraftMap<string, MetadataRecordValue<'UserScramCredential'>>
  readonly #delegationTokens: DraftMap<string, MetadataRecordValue<'DelegationToken'>>
  readonly #clientQuotas: DraftMap<string, MetadataRecordValue<'ClientQuota'>>
  readonly #before: SecurityImage
  readonly #touchedAclIds = new Set<string>()
  #changed = false

  constructor(before: SecurityImage) {
    this.#before = before
    this.#accessControlEntries = new DraftMap(before.accessControlEntries)
    this.#scramCredentials = new DraftMap(before.scramCredentials)
    this.#delegationTokens = new DraftMap(before.delegationTokens)
    this.#clientQuotas = new DraftMap(before.clientQuotas)
  }

  addAccessControlEntry(record: MetadataRecordValue<'AccessControlEntry'>): void {
    this.#changed = true
    this.#touchedAclIds.add(record.id)
    this.#accessControlEntries.set(record.id, record)
  }

  removeAccessControlEntry(id: string): void {
    this.#changed = true
    this.#touchedAclIds.add(id)
    this.#accessControlEntries.delete(id)
  }

  putScramCredential(record: MetadataRecordValue<'UserScramCredential'>): void {
    this.#changed = true
    const { salt, storedKey, serverKey } = record
    // What was read shares memory with a whole piece of the log, which need not live as long as the credential.
    const own = { salt: Buffer.from(salt), storedKey: Buffer.from(storedKey), serverKey: Buffer.from(serverKey) }
    this.#scramCredentials.set(scramKey(record), { ...record, ...own })
  }

  removeScramCredential(record: MetadataRecordValue<'RemoveUserScramCredential'>): void {
    this.#changed = true
    this.#scramCredentials.delete(scramKey(record))
  }

  putDelegationToken(record: MetadataRecordValue<'DelegationToken'>): void {
    this.#changed = true
    this.#delegationTokens.set(record.tokenId, record)
  }

  removeDelegationToken(tokenId: string): void {
    this.#changed = true
    this.#delegationTokens.delete(tokenId)
  }

  applyClientQuota(record: MetadataRecordValue<'ClientQuota'>): void {
    this.#changed = true
    const key = quotaKey(record)
    if (record.remove) this.#clientQuotas.delete(key)
    else this.#clientQuotas.set(key, record)
  }

  finish(): SecurityChange {
    if (!this.#changed) return { image: this.#before, removedAcls: [], addedAcls: [] }
    const image = {
      accessControlEntries: this.#accessControlEntries.freeze(),
      scramCredentials: this.#scramCredentials.freeze(),
      delegationTokens: this.#delegationTokens.freeze(),
      clientQuotas: this.#clientQuotas.freeze(),
    }
    const touched = [...this.#touchedAclIds]
    return {
      image,
      removedAcls: touched.flatMap((id) => this.#before.accessControlEntries.get(id) ?? []),
      addedAcls: touched.flatMap((id) => image.accessControlEntries.get(id) ?? []),
    }
  }
}

function scramKey({ mechanism, name }: { readonly mechanism: number; readonly name: string }): string {
  return `${mechanism}:${name}`
}

/** An entity is a set of parts, so their order must not matter. */
function quotaKey({ entity, key }: MetadataRecordValue<'ClientQuota'>): string {
  const parts = entity.map(({ entityType, entityName }): [string, string | null] => [entityType, entityName])
  return JSON.stringify([parts.toSorted(([left], [right]) => (left < right ? -1 : 1)), key])
}
