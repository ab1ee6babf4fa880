import type { MetadataStore } from '../metadata/metadata-store.ts'
import type { Authorizer } from '../security/authorizer/authorizer.ts'
import type { ClientQuotas } from '../security/quotas/client-quotas.ts'

/** Keeps the ACLs and the quotas in force those of the metadata. @returns what ends it */
export function followSecurity(
  metadata: MetadataStore,
  { authorizer, clientQuotas }: { readonly authorizer: Authorizer | null; readonly clientQuotas: ClientQuotas },
): () => void {
  const { security } = metadata.image
  authorizer?.update([], security.accessControlEntries.values())
  clientQuotas.update(security.clientQuotas.values())
  return metadata.subscribe(({ before, after, removedAcls, addedAcls }) => {
    authorizer?.update(removedAcls, addedAcls)
    const quotas = after.security.clientQuotas
    if (quotas !== before.security.clientQuotas) clientQuotas.update(quotas.values())
  })
}
