import { AclIndex } from './acl-index.ts'
import { holdsAddress, isAddressRange } from './address-range.ts'
import {
  aclOperations,
  aclPatternTypes,
  aclPermissions,
  aclResourceTypes,
  wildcard,
  type AclOperation,
  type AclResourceType,
} from './acl-terms.ts'
import type { Acl } from './acl.ts'

/** Who asks: the principal as text, and the address as ACLs name hosts. */
export interface Requester {
  readonly principal: string
  readonly host: string
}

export interface AuthorizerOptions {
  /** `super.users`: principals as text, to whom no ACL applies. */
  readonly superUsers: ReadonlySet<string>
  /** `allow.everyone.if.no.acl.found` */
  readonly allowIfNoAcl: boolean
}

const everybody = 'User:*'
const { all, read, write, alter, describe, describeConfigs, alterConfigs } = aclOperations
const impliesDescribe: ReadonlySet<number> = new Set([describe, read, write, aclOperations.delete, alter])
const impliesDescribeConfigs: ReadonlySet<number> = new Set([describeConfigs, alterConfigs])

/**
 * Decides as Kafka's StandardAuthorizer does: super users may do everything; otherwise what denies wins over what
 * allows, and what no ACL names is open to everybody or to nobody.
 */
export class Authorizer {
  readonly #options: AuthorizerOptions
  readonly #acls = new AclIndex()

  constructor(options: AuthorizerOptions) {
    this.#options = options
  }

  /** Follows the metadata: what is there no more, then what is new. */
  update(removed: Iterable<Acl>, added: Iterable<Acl>): void {
    for (const acl of removed) this.#acls.remove(acl)
    for (const acl of added) this.#acls.add(acl)
  }

  /** Whether `who` may do `operation` to the resource of that type and name. */
  allows(
    who: Requester,
    operation: AclOperation,
    resource: { readonly type: AclResourceType; readonly name: string },
  ): boolean {
    if (this.#options.superUsers.has(who.principal)) return true
    const action = aclOperations[operation]
    let isNamed = false
    let isAllowed = false
    for (const pattern of this.#acls.patternsFor(aclResourceTypes[resource.type], resource.name)) {
      isNamed = true
      const verdict = judge(pattern.get(who.principal), who, action)
      const general = who.principal === everybody ? undefined : judge(pattern.get(everybody), who, action)
      if (verdict === false || general === false) return false
      isAllowed ||= verdict === true || general === true
    }
    return isAllowed || (!isNamed && this.#options.allowIfNoAcl)
  }

  /**
   * Whether `who` may do `operation` to at least one resource of that type, existing or not. Operations are taken by
   * their own name here: nothing is implied.
   */
  allowsSome(who: Requester, operation: AclOperation, type: AclResourceType): boolean {
    // Kafka asks for a resource of this name first, to let in super users and whomever the default lets in.
    if (this.allows(who, operation, { type, name: 'hardcode' })) return true
    const relevant = [...this.#about(who, aclResourceTypes[type], aclOperations[operation])]
    const denied = relevant.filter(({ permissionType }) => permissionType === aclPermissions.deny)
    const deniedNames = namesOf(denied, aclPatternTypes.literal)
    const deniedPrefixes = namesOf(denied, aclPatternTypes.prefixed)
    if (deniedNames.has(wildcard)) return false
    return relevant.some(({ permissionType, patternType, resourceName }) => {
      if (permissionType !== aclPermissions.allow) return false
      const isLiteral = patternType === aclPatternTypes.literal
      if (isLiteral && resourceName === wildcard) return true
      if (isLiteral && deniedNames.has(resourceName)) return false
      return !hasPrefixIn(deniedPrefixes, resourceName)
    })
  }

  *#about(who: Requester, resourceType: number, action: number): Generator<Acl, void, undefined> {
    const principals = who.principal === everybody ? [everybody] : [who.principal, everybody]
    for (const principal of principals) {
      for (const acl of this.#acls.ofPrincipal(resourceType, principal)) {
        if (isForHost(acl, who.host) && (acl.operation === action || acl.operation === all)) yield acl
      }
    }
  }
}

/** False when one denies, true when one allows, undefined when none says anything. */
function judge(acls: readonly Acl[] | undefined, who: Requester, action: number): boolean | undefined {
  let verdict: boolean | undefined
  if (acls === undefined) return verdict
  for (const acl of acls) {
    if (!isForHost(acl, who.host) || !covers(acl, action)) continue
    if (acl.permissionType !== aclPermissions.allow) return false
    verdict = true
  }
  return verdict
}

function isForHost(acl: Acl, host: string): boolean {
  if (acl.host === wildcard || acl.host === host) return true
  return isAddressRange(acl.host) && holdsAddress(acl.host, host)
}

/** Who may read may see; but who may not read may still see. */
function covers({ operation, permissionType }: Acl, action: number): boolean {
  if (operation === all || operation === action) return true
  if (permissionType !== aclPermissions.allow) return false
  if (action === describe) return impliesDescribe.has(operation)
  return action === describeConfigs && impliesDescribeConfigs.has(operation)
}

function namesOf(acls: readonly Acl[], patternType: number): ReadonlySet<string> {
  return new Set(acls.flatMap((acl) => (acl.patternType === patternType ? acl.resourceName : [])))
}

function hasPrefixIn(prefixes: ReadonlySet<string>, name: string): boolean {
  if (prefixes.size === 0) return false
  for (let length = 1; length <= name.length; length++) if (prefixes.has(name.slice(0, length))) return true
  return false
}
