import { useQuery } from '@tanstack/react-query'
import type { SecureMode } from '../../src-main/api/local-cluster.ts'
import { queries } from './client.ts'

export type { SecureMode } from '../../src-main/api/local-cluster.ts'

/** Users and certificate of the local cluster in secure mode; null when it is off, undefined until it is known. */
export function useSecureMode(): SecureMode | null | undefined {
  return useQuery(queries.localCluster.describeSecureMode.queryOptions()).data
}
