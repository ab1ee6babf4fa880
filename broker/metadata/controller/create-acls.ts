import { aclProblem } from '../../security/authorizer/acl-problem.ts'
import { aclKey, type Acl } from '../../security/authorizer/acl.ts'
import { isAddressRange, isReadableRange } from '../../security/authorizer/address-range.ts'
import { hasAddressRanges } from '../features.ts'
import type { MetadataImage } from '../image/metadata-image.ts'
import type { NewMetadataRecord } from '../records/metadata-records.ts'
import { done, refused, type Decision, type DecisionContext, type Outcome } from './decision.ts'
import { maxRecordsPerCommand } from './record-limit.ts'

export interface CreateAclsCommand {
  readonly acls: readonly Acl[]
}

/** One outcome for each ACL of the command, in its order. An ACL that is there already is a success. */
export type CreateAclsResult = readonly Outcome<null>[]

export function createAcls(
  image: MetadataImage,
  { acls }: CreateAclsCommand,
  { newUuid }: DecisionContext,
): Decision<CreateAclsResult> {
  const known = knownKeys(image, acls)
  const records: NewMetadataRecord[] = []
  const result = acls.map((acl): Outcome<null> => {
    const problem = aclProblem(acl) ?? hostProblem(acl, image)
    if (problem !== null) return refused('invalid-request', problem)
    const key = aclKey(acl)
    if (!known.has(key)) records.push({ type: 'AccessControlEntry', version: 0, value: { id: newUuid(), ...acl } })
    known.add(key)
    return done(null)
  })
  if (records.length <= maxRecordsPerCommand) return { records, result }
  const tooMany = refused('policy-violation', 'Unable to perform excessively large batch operation.')
  return { records: [], result: result.map((outcome) => (outcome.ok ? tooMany : outcome)) }
}

/** Before there were ranges, every text was good as a host. */
function hostProblem({ host }: Acl, { metadataVersion }: MetadataImage): string | null {
  if (!hasAddressRanges(metadataVersion)) return null
  if (host === '') return 'Host pattern cannot be null or empty'
  return isAddressRange(host) && !isReadableRange(host) ? `Invalid CIDR notation in host pattern: ${host}` : null
}

/** The keys of those ACLs of the image that could be among `acls`. */
function knownKeys(image: MetadataImage, acls: readonly Acl[]): Set<string> {
  const names = new Set(acls.map(({ resourceName }) => resourceName))
  const keys = new Set<string>()
  for (const acl of image.security.accessControlEntries.values()) {
    if (names.has(acl.resourceName)) keys.add(aclKey(acl))
  }
  return keys
}
