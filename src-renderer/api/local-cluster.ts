import { useQuery } from '@tanstack/react-query'
import type { SecureMode } from '../../src-main/api/local-cluster.ts'
import { queries } from './client.ts'

export type { SecureMode } from '../../src-main/api/local-cluster.ts'

/** Users and certificate of the local cluster, asked for where it runs in secure mode; undefined until they are known. */
export function useSecureMode({ isSecured }: { readonly isSecured: boolean }): SecureMode | null | undefined {
  const options = { enabled: isSecured, staleTime: 0 }
  return useQuery(queries.localCluster.describeSecureMode.queryOptions(options)).data
}
