import { texts } from '../languages/texts.ts'
import { clusterChangeOf } from './changes.ts'
import type { OpenClusters } from './open-clusters.ts'
import { ProblemError } from './problem-error.ts'

/**
 * Refuses what would change a cluster that the user has marked read-only, whoever calls: the screen's buttons are a courtesy only. The
 * input has not been checked yet when this is asked, so each name in it is looked at by itself.
 * @throws ProblemError `REJECTED`
 */
export function refuseChanges(clusters: OpenClusters, path: readonly string[], input: unknown): void {
  if (clusterChangeOf(path) === null || typeof input !== 'object' || input === null) return
  const named: Readonly<Record<string, unknown>> = { clusterId: null, targetClusterId: null, ...input }
  for (const clusterId of [named['clusterId'], named['targetClusterId']]) {
    if (typeof clusterId === 'string') refuseReadOnly(clusters, clusterId)
  }
}

/** @throws ProblemError `REJECTED` where the cluster is marked read-only */
export function refuseReadOnly(clusters: OpenClusters, clusterId: string): void {
  const name = clusters.readOnlyName(clusterId)
  if (name === null) return
  throw new ProblemError('REJECTED', {
    what: texts.connections.readOnly.what,
    why: texts.connections.readOnly.why(name),
    remedy: texts.connections.readOnly.remedy,
  })
}
