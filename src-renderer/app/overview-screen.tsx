import { useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { localClusterId } from '../api/clusters.ts'
import { RemoteOverviewPage } from '../features/clusters/remote-overview-page.tsx'
import { LocalOverviewPage } from '../features/local-cluster/local-overview-page.tsx'

export function OverviewScreen(): ReactNode {
  const { clusterId } = useParams({ from: '/clusters/$clusterId/' })
  return clusterId === localClusterId ? <LocalOverviewPage /> : <RemoteOverviewPage clusterId={clusterId} />
}
