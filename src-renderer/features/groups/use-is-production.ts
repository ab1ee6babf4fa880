import { useClusters } from '../../api/clusters.ts'

/** Whether the user has marked the cluster as one where mistakes are dear. */
export function useIsProduction(clusterId: string): boolean {
  return useClusters().find(({ id }) => id === clusterId)?.marks.isProduction ?? false
}
