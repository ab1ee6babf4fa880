import { IconLinkOff } from '@tabler/icons-react'
import { Navigate, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { readDeepLink, type DeepLink } from '../../src-main/api/deep-link.ts'
import { useKnownClusters, type Cluster } from '../api/clusters.ts'
import { EmptyState } from '../components/empty-state.tsx'
import { placeKey } from '../features/messages/record-place.ts'
import { texts } from '../languages/texts.ts'

/** The link stands before the query of the whole page, which the history puts behind it. */
export function readLinkSearch(search: Record<string, unknown>): { link: string } {
  return { link: typeof search['link'] === 'string' ? search['link'].replace(/\?token=.*$/, '') : '' }
}

/** Goes to the place that a link from outside names, or says why it cannot. */
export function OpenLinkScreen(): ReactNode {
  const { link: text } = useSearch({ from: '/open' })
  const clusters = useKnownClusters()
  const read = readDeepLink(text)
  if ('why' in read) return <BadLink why={read.why} />
  if (clusters === undefined) return null
  const cluster = clusterOf(read.link, clusters)
  if (cluster) return <ToPlace clusterId={cluster.id} link={read.link} />
  return <BadLink why={texts.app.badLink.noCluster(read.link.cluster, clusters)} />
}

function BadLink({ why }: { why: string }): ReactNode {
  return (
    <EmptyState isScreen icon={<IconLinkOff size={20} />} title={texts.app.badLink.title}>
      {why}
    </EmptyState>
  )
}

function clusterOf(link: DeepLink, clusters: readonly Cluster[]): Cluster | undefined {
  const wanted = link.cluster.toLowerCase()
  return clusters.find(({ id }) => id === link.cluster) ?? clusters.find(({ name }) => name.toLowerCase() === wanted)
}

function ToPlace({ clusterId, link: { topic, partition, offset } }: { clusterId: string; link: DeepLink }): ReactNode {
  if (topic === null) return <Navigate to="/clusters/$clusterId" params={{ clusterId }} replace />
  const params = { clusterId, topic, tab: partition === null || offset !== null ? 'messages' : 'partitions' }
  const search = partition === null || offset === null ? {} : { record: placeKey({ partition, offset }) }
  return <Navigate to="/clusters/$clusterId/topics/$topic/$tab" params={params} search={search} replace />
}
