import {
  IconArrowsExchange,
  IconBoxMultiple,
  IconCommand,
  IconFileCode,
  IconFileDatabase,
  IconHistory,
  IconPlus,
  IconServer2,
  IconSettings,
  IconShieldLock,
  IconUsersGroup,
} from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Cluster } from '../api/clusters.ts'
import { localClusterId, useClusters } from '../api/clusters.ts'
import { useConnectionState } from '../api/streams.ts'
import { StatusDot } from '../components/badge.tsx'
import { Link } from '../components/link.tsx'
import { Key } from '../components/text.tsx'
import { colourOfCluster, connectionLook } from '../features/clusters/cluster-look.ts'
import { ClusterMarkBadges } from '../features/clusters/cluster-marks.tsx'
import { texts } from '../languages/texts.ts'
import { BrandMark } from './brand-mark.tsx'
import { openCommandPalette, shortcutLabel } from './command-palette.tsx'
import styles from './rail.module.css'

/** The left side: all clusters, and the areas of the current one. */
export function Rail(): ReactNode {
  const { clusterId } = useParams({ strict: false })
  const clusters = useClusters()
  const words = texts.app.rail
  return (
    <nav className={styles.rail} aria-label={words.main}>
      <Link to="/" className={styles.brand}>
        <BrandMark /> Brokkr
      </Link>
      <div className={styles.heading}>
        <span>{words.clusters}</span>
        <Link to="/" hash="connect" className={styles.add} aria-label={words.addCluster} title={words.addCluster}>
          <IconPlus size={14} aria-hidden />
        </Link>
      </div>
      <div className={styles.clusters}>
        {clusters.map((cluster) => (
          <ClusterEntry key={cluster.id} cluster={cluster} isCurrent={cluster.id === clusterId} />
        ))}
      </div>
      <div className={styles.foot}>
        <button type="button" className={styles.item} onClick={openCommandPalette}>
          <IconCommand size={15} aria-hidden /> {words.goTo}
          <span className={styles.shortcut}>
            <Key>{shortcutLabel()}</Key>
          </span>
        </button>
        <Link to="/settings" className={styles.item} activeProps={ACTIVE}>
          <IconSettings size={15} aria-hidden /> {texts.app.places.settings}
        </Link>
      </div>
    </nav>
  )
}

const ACTIVE = { 'data-active': true } as const

function ClusterEntry({ cluster, isCurrent }: { cluster: Cluster; isCurrent: boolean }): ReactNode {
  const look = connectionLook(useConnectionState(cluster.id))
  const params = { clusterId: cluster.id }
  const { areas } = texts.app
  return (
    <div className={styles.cluster}>
      <Link
        to="/clusters/$clusterId"
        params={params}
        className={styles.item}
        activeOptions={{ exact: true }}
        activeProps={ACTIVE}
      >
        <span className={styles.mark} style={{ background: colourOfCluster(cluster) }} data-keeps-colour aria-hidden />
        <span className={styles.name} title={cluster.name}>
          {cluster.name}
        </span>
        <ClusterMarkBadges marks={cluster.marks} isShort />
        <span title={look.text}>
          <StatusDot tone={look.tone} isPulsing={look.isPulsing} />
        </span>
      </Link>
      {isCurrent && (
        <div className={styles.areas}>
          <Link to="/clusters/$clusterId/topics" params={params} className={styles.item} activeProps={ACTIVE}>
            <IconBoxMultiple size={15} aria-hidden /> {areas.topics}
          </Link>
          <Link to="/clusters/$clusterId/groups" params={params} className={styles.item} activeProps={ACTIVE}>
            <IconUsersGroup size={15} aria-hidden /> {areas.groups}
          </Link>
          <Link to="/clusters/$clusterId/brokers" params={params} className={styles.item} activeProps={ACTIVE}>
            <IconServer2 size={15} aria-hidden /> {areas.brokers}
          </Link>
          <Link to="/clusters/$clusterId/access" params={params} className={styles.item} activeProps={ACTIVE}>
            <IconShieldLock size={15} aria-hidden /> {areas.access}
          </Link>
          <Link to="/clusters/$clusterId/transactions" params={params} className={styles.item} activeProps={ACTIVE}>
            <IconArrowsExchange size={15} aria-hidden /> {texts.transactions.title}
          </Link>
          <Link to="/clusters/$clusterId/schemas" params={params} className={styles.item} activeProps={ACTIVE}>
            <IconFileCode size={15} aria-hidden /> {areas.schemas}
          </Link>
          {cluster.id === localClusterId && (
            <Link to="/clusters/$clusterId/segments" params={params} className={styles.item} activeProps={ACTIVE}>
              <IconFileDatabase size={15} aria-hidden /> {areas.segments}
            </Link>
          )}
          <Link to="/clusters/$clusterId/journal" params={params} className={styles.item} activeProps={ACTIVE}>
            <IconHistory size={15} aria-hidden /> {texts.journal.title}
          </Link>
        </div>
      )}
    </div>
  )
}
