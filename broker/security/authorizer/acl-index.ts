import { aclPatternTypes } from './acl-terms.ts'
import { aclKey, type Acl } from './acl.ts'

/** The ACLs of one resource pattern, by principal. */
type PatternAcls = Map<string, Acl[]>

/** The ACLs about one type of resource. */
interface TypeAcls {
  readonly literal: Map<string, PatternAcls>
  readonly prefixed: Map<string, PatternAcls>
  /** How many prefixes there are of each length. */
  readonly prefixLengths: Map<number, number>
  readonly byPrincipal: Map<string, Map<string, Acl>>
}

const nothing: readonly Acl[] = []

/**
 * ACLs in an order in which those that apply to a name are found without looking at the others: by type, pattern, name
 * and principal. Finding costs one look-up for each length that some prefix has, however many ACLs there are.
 *
 * Invariants: no pattern, principal or length without an ACL; an ACL occurs once.
 */
export class AclIndex {
  readonly #types = new Map<number, TypeAcls>()
  #size = 0

  get size(): number {
    return this.#size
  }

  add(acl: Acl): void {
    const type = this.#type(acl.resourceType)
    const ofPrincipal = entry(type.byPrincipal, acl.principal, () => new Map<string, Acl>())
    const key = aclKey(acl)
    if (ofPrincipal.has(key)) return
    ofPrincipal.set(key, acl)
    this.#size += 1
    const patterns = patternsOf(type, acl)
    if (patterns === type.prefixed && !patterns.has(acl.resourceName)) count(type, acl.resourceName, 1)
    const pattern = entry(patterns, acl.resourceName, (): PatternAcls => new Map())
    entry(pattern, acl.principal, (): Acl[] => []).push(acl)
  }

  remove(acl: Acl): void {
    const type = this.#type(acl.resourceType)
    const ofPrincipal = type.byPrincipal.get(acl.principal)
    const key = aclKey(acl)
    if (ofPrincipal?.delete(key) !== true) return
    if (ofPrincipal.size === 0) type.byPrincipal.delete(acl.principal)
    this.#size -= 1
    const patterns = patternsOf(type, acl)
    const pattern = patterns.get(acl.resourceName)
    const left = pattern?.get(acl.principal)?.filter((each) => aclKey(each) !== key) ?? []
    if (left.length > 0) pattern?.set(acl.principal, left)
    else pattern?.delete(acl.principal)
    if (pattern?.size !== 0) return
    patterns.delete(acl.resourceName)
    if (patterns === type.prefixed) count(type, acl.resourceName, -1)
  }

  /** The patterns that `name` falls under, each with its ACLs by principal. */
  *patternsFor(resourceType: number, name: string): Generator<ReadonlyMap<string, readonly Acl[]>, void, undefined> {
    const type = this.#types.get(resourceType)
    if (type === undefined) return
    const literal = type.literal.get(name)
    if (literal !== undefined) yield literal
    for (const length of type.prefixLengths.keys()) {
      const prefixed = length <= name.length ? type.prefixed.get(name.slice(0, length)) : undefined
      if (prefixed !== undefined) yield prefixed
    }
    const all = name === '*' ? undefined : type.literal.get('*')
    if (all !== undefined) yield all
  }

  /** The ACLs that name `principal`, whatever their resources of that type are. */
  ofPrincipal(resourceType: number, principal: string): Iterable<Acl> {
    return this.#types.get(resourceType)?.byPrincipal.get(principal)?.values() ?? nothing
  }

  #type(resourceType: number): TypeAcls {
    return entry(this.#types, resourceType, () => ({
      literal: new Map(),
      prefixed: new Map(),
      prefixLengths: new Map(),
      byPrincipal: new Map(),
    }))
  }
}

function patternsOf(type: TypeAcls, { patternType }: Acl): Map<string, PatternAcls> {
  return patternType === aclPatternTypes.prefixed ? type.prefixed : type.literal
}

function count({ prefixLengths }: TypeAcls, { length }: string, change: 1 | -1): void {
  const left = (prefixLengths.get(length) ?? 0) + change
  if (left === 0) prefixLengths.delete(length)
  else prefixLengths.set(length, left)
}

function entry<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const present = map.get(key)
  if (present !== undefined) return present
  const made = make()
  map.set(key, made)
  return made
}
