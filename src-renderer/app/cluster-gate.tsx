import { Outlet, useLocation, useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { localClusterId } from '../api/clusters.ts'
import { useLocalClusterStatus } from '../api/streams.ts'
import { UnreachableBanner } from '../features/clusters/unreachable-banner.tsx'
import { NotRunning } from '../features/local-cluster/not-running.tsx'

/** What stands above all screens of a cluster: while the local one does not run, most of them have nothing to show. */
export function ClusterGate(): ReactNode {
  const { clusterId } = useParams({ from: '/clusters/$clusterId' })
  return clusterId === localClusterId ? (
    <LocalGate />
  ) : (
    <>
      <UnreachableBanner clusterId={clusterId} />
      <Outlet />
    </>
  )
}

function LocalGate(): ReactNode {
  const status = useLocalClusterStatus()
  const worksWhenStopped = useWorksWhenStopped()
  if (status === undefined) return null
  return status.state === 'running' || worksWhenStopped ? <Outlet /> : <NotRunning status={status} />
}

/** The segment viewer reads files and the journal its own, and neither needs a broker for it. */
export function useWorksWhenStopped(): boolean {
  return /\/(segments|journal)$/.test(useLocation().pathname)
}
