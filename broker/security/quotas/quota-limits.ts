import { quotaEntityTypes, type Quota, type QuotaEntityPart } from './quota-entity.ts'

/** Which clients share one measurement, and what they may together; null is without limit. */
export interface ClientLimit {
  readonly user: string
  readonly clientId: string
  readonly limit: number | null
}

/** A part of an entity: of that name, the default, or not named at all. */
type Part = string | null | undefined

/**
 * The limits of one kind of quota, found for a client by Kafka's order: the first of these that has one decides, and
 * says who is measured together:
 *
 *     user and client id           each client id of each user
 *     user and default client id   each client id of each user
 *     user                         each user
 *     default user and client id   each client id of each user
 *     both defaults                each client id of each user
 *     default user                 each user
 *     client id, default client id each client id
 */
export class QuotaLimits {
  readonly #limits = new Map<string, number>()
  #hasUsers = false
  #hasClients = false
  #hasPairs = false

  add({ entity, value }: Quota): void {
    const user = partOf(entity, quotaEntityTypes.user)
    const clientId = partOf(entity, quotaEntityTypes.clientId)
    if (user === undefined && clientId === undefined) return
    if (user === undefined) this.#hasClients = true
    else if (clientId === undefined) this.#hasUsers = true
    else this.#hasPairs = true
    this.#limits.set(keyOf(user, clientId), value)
  }

  find(user: string, clientId: string): ClientLimit {
    const measured = this.#measuredAs(user, clientId)
    return { ...measured, limit: this.#limitOf(measured) }
  }

  /** With limits of one level only nobody looks at the others, so that clients without one share nothing. */
  #measuredAs(user: string, clientId: string): { readonly user: string; readonly clientId: string } {
    const both = { user, clientId }
    const byUser = { user, clientId: '' }
    const byClient = { user: '', clientId }
    if (!this.#hasUsers && !this.#hasPairs) return byClient
    if (!this.#hasClients && !this.#hasPairs) return byUser
    if (!this.#hasClients && !this.#hasUsers) return both
    if (this.#has(user, clientId) || this.#has(user, null)) return both
    if (this.#has(user, undefined)) return byUser
    if (this.#has(null, clientId) || this.#has(null, null)) return both
    return this.#has(null, undefined) ? byUser : byClient
  }

  #limitOf({ user, clientId }: { readonly user: string; readonly clientId: string }): number | null {
    const get = (userPart: Part, clientPart: Part) => this.#limits.get(keyOf(userPart, clientPart))
    if (user !== '' && clientId !== '') {
      return get(user, clientId) ?? get(user, null) ?? get(null, clientId) ?? get(null, null) ?? null
    }
    if (user !== '') return get(user, undefined) ?? get(null, undefined) ?? null
    if (clientId !== '') return get(undefined, clientId) ?? get(undefined, null) ?? null
    return null
  }

  #has(user: Part, clientId: Part): boolean {
    return this.#limits.has(keyOf(user, clientId))
  }
}

function partOf(entity: readonly QuotaEntityPart[], type: string): Part {
  return entity.find(({ entityType }) => entityType === type)?.entityName
}

function keyOf(user: Part, clientId: Part): string {
  return `${wordOf(user)} ${wordOf(clientId)}`
}

function wordOf(part: Part): string {
  if (part === undefined) return 'none'
  return part === null ? 'default' : JSON.stringify(part)
}
