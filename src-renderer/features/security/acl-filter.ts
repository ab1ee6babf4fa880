import type { AclBinding, AclResourceType } from '../../api/access.ts'
import { holdsWords } from '../../components/words.ts'
import { aclSentence } from './acl-sentence.ts'

export interface AclFilter {
  readonly search: string
  readonly resourceType: AclResourceType | 'any'
}

/** ACLs that have every word of the search in themselves or in what they say. */
export function filterAcls(acls: readonly AclBinding[], { search, resourceType }: AclFilter): AclBinding[] {
  const isWanted = holdsWords(search)
  return acls.filter((acl) => {
    if (resourceType !== 'any' && acl.resourceType !== resourceType) return false
    return isWanted(`${Object.values(acl).join(' ')} ${aclSentence(acl)}`)
  })
}
