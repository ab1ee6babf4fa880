import { useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useEffect } from 'react'
import type { Cluster } from '../api/clusters.ts'
import { localClusterId, useClusters } from '../api/clusters.ts'
import { useConnectionState, useLocalClusterStatus } from '../api/streams.ts'
import { StatusDot } from '../components/badge.tsx'
import { CopyButton } from '../components/copy-button.tsx'
import { colourOfCluster, connectionLook } from '../features/clusters/cluster-look.ts'
import { ClusterMarkBadges } from '../features/clusters/cluster-marks.tsx'
import { StartLocalCluster } from '../features/local-cluster/start-local-cluster.tsx'
import { StopLocalCluster } from '../features/local-cluster/stop-local-cluster.tsx'
import { texts } from '../languages/texts.ts'
import { useBreadcrumb } from './breadcrumb.ts'
import { useWorksWhenStopped } from './cluster-gate.tsx'
import styles from './top-bar.module.css'

/** Where one is, and how the cluster is. The local cluster can be stopped from every screen. */
export function TopBar(): ReactNode {
  const { clusterId } = useParams({ strict: false })
  const cluster = useClusters().find((each) => each.id === clusterId)
  const crumbs = useBreadcrumb()
  const path = [...(cluster ? [cluster.name] : []), ...crumbs]
  useTitle(path)
  return (
    <header className={styles.bar}>
      {cluster && (
        <div
          className={styles.stripe}
          data-keeps-colour
          data-production={cluster.marks.isProduction}
          {...(!cluster.marks.isProduction && { style: { background: colourOfCluster(cluster) } })}
          aria-hidden
        />
      )}
      <ol className={styles.crumbs} aria-label={texts.app.whereYouAre}>
        {path.map((crumb) => (
          <li key={crumb} title={crumb}>
            {crumb}
          </li>
        ))}
      </ol>
      {cluster && (
        <span className={styles.marks}>
          <ClusterMarkBadges marks={cluster.marks} />
        </span>
      )}
      {cluster && <ClusterState cluster={cluster} />}
    </header>
  )
}

/** The window is found by what it shows, the most particular first. */
function useTitle(crumbs: readonly string[]): void {
  const title = [...crumbs.toReversed(), 'Brokkr'].join(' – ')
  useEffect(() => {
    document.title = title
  }, [title])
}

function ClusterState({ cluster }: { cluster: Cluster }): ReactNode {
  const connection = useConnectionState(cluster.id)
  const local = useLocalClusterStatus()
  const worksWhenStopped = useWorksWhenStopped()
  const look = connectionLook(connection)
  const isLocal = cluster.id === localClusterId
  const isRunning = local?.state === 'running'
  const address = isLocal ? (isRunning ? local.bootstrapServers : null) : cluster.bootstrapServers
  const version = connection?.state === 'connected' ? connection.version : ''
  return (
    <div className={styles.state}>
      <span className={styles.connection} role="status" title={version === '' ? look.text : `Kafka ${version}`}>
        <StatusDot tone={look.tone} isPulsing={look.isPulsing} /> {look.text}
      </span>
      {address !== null && (
        <span className={styles.address}>
          <span className={styles.addressText} title={address}>
            {address}
          </span>
          <CopyButton text={address} label={texts.app.copyAddress} />
        </span>
      )}
      {isLocal && isRunning && <StopLocalCluster />}
      {isLocal && !isRunning && worksWhenStopped && <StartLocalCluster size="normal" />}
    </div>
  )
}
