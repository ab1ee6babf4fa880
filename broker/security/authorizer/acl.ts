/** A rule about who may do what. Numbers are those of `acl-terms.ts`. */
export interface Acl {
  readonly resourceType: number
  readonly resourceName: string
  readonly patternType: number
  /** `User:name`; the name `*` stands for everybody. */
  readonly principal: string
  /** An address, a range of addresses (`10.1.0.0/16`), or `*`. */
  readonly host: string
  readonly operation: number
  readonly permissionType: number
}

/** Equal for equal ACLs only. */
export function aclKey(acl: Acl): string {
  const { resourceType, patternType, operation, permissionType, resourceName, principal, host } = acl
  return JSON.stringify([resourceType, patternType, operation, permissionType, resourceName, principal, host])
}
