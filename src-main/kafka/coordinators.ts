import { retryWhileRefused } from './retry.ts'
import type { Target, WireCluster } from './wire-cluster.ts'

/**
 * Asks the coordinator of a group; waits while it loads and looks for it anew when it has moved. `ask` throws a
 * refusal as RefusedByBrokerError.
 */
export async function askCoordinator<T>(
  cluster: WireCluster,
  groupId: string,
  ask: (target: Target) => Promise<T>,
): Promise<T> {
  return retryWhileRefused(() => ask({ to: 'coordinator', groupId }), {
    onRetry: () => cluster.forgetCoordinator(groupId),
  })
}
