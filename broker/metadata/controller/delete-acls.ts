import { matchesFilter, unknownPartOf, type AclFilter } from '../../security/authorizer/acl-filter.ts'
import type { Acl } from '../../security/authorizer/acl.ts'
import type { MetadataImage } from '../image/metadata-image.ts'
import { done, refused, type Decision, type DecisionContext, type Outcome } from './decision.ts'
import { maxRecordsPerCommand } from './record-limit.ts'

export interface DeleteAclsCommand {
  readonly filters: readonly AclFilter[]
}

/** One outcome for each filter, in the order of the command: the ACLs that it has removed. */
export type DeleteAclsResult = readonly Outcome<readonly Acl[]>[]

/** Removes what filters find. An ACL that several of them find is told for each. */
export function deleteAcls(
  image: MetadataImage,
  { filters }: DeleteAclsCommand,
  _context: DecisionContext,
): Decision<DeleteAclsResult> {
  const ids = new Set<string>()
  const result = filters.map((filter): Outcome<readonly Acl[]> => {
    const unknown = unknownPartOf(filter)
    if (unknown !== null) return refused('invalid-request', `Unknown ${unknown}Filter.`)
    const found = [...image.security.accessControlEntries.values()].filter((acl) => matchesFilter(filter, acl))
    for (const { id } of found) ids.add(id)
    return done(found)
  })
  if (ids.size > maxRecordsPerCommand) {
    const message = `Cannot remove more than ${maxRecordsPerCommand} acls in a single delete operation.`
    return { records: [], result: filters.map(() => refused('invalid-request', message)) }
  }
  const records = [...ids].map((id) => ({ type: 'RemoveAccessControlEntry', version: 0, value: { id } }) as const)
  return { records, result }
}
