import type { ReactNode } from 'react'
import { WelcomePage } from '../features/clusters/welcome-page.tsx'
import { OpenDataDirectory } from '../features/local-cluster/open-data-directory.tsx'
import { StartLocalCluster } from '../features/local-cluster/start-local-cluster.tsx'

export function WelcomeScreen(): ReactNode {
  return (
    <WelcomePage startLocalCluster={<StartLocalCluster opensOverview />} openDataDirectory={<OpenDataDirectory />} />
  )
}
