import {
  IconArrowsExchange,
  IconBoxMultiple,
  IconDownload,
  IconFileCode,
  IconFileDatabase,
  IconGauge,
  IconHistory,
  IconKey,
  IconPencil,
  IconPlus,
  IconServer2,
  IconShieldLock,
  IconTopologyStar3,
  IconTrash,
  IconUsersGroup,
} from '@tabler/icons-react'
import { useNavigate, useParams } from '@tanstack/react-router'
import type { Cluster } from '../api/clusters.ts'
import { localClusterId, useClusters } from '../api/clusters.ts'
import { texts } from '../languages/texts.ts'
import type { Command } from './command.ts'
import { refused } from './command.ts'

interface Place {
  readonly label: string
  readonly path: string
  readonly dialog?: string
  readonly isChange?: boolean
  readonly icon: Command['icon']
}

/** Screens of a cluster and what can be done there: of the current one, and of all others behind their names. */
export function useClusterCommands(): { readonly ofCurrent: readonly Command[]; readonly ofAll: readonly Command[] } {
  const navigate = useNavigate()
  const { clusterId } = useParams({ strict: false })
  const clusters = useClusters()
  const commandsOf = (cluster: Cluster): readonly Command[] =>
    [...areas(cluster), ...actions(cluster)].map(({ label, path, dialog, isChange, icon }) => {
      const command = {
        id: `${cluster.id} ${path} ${dialog ?? ''}`,
        label,
        detail: texts.palette.onCluster(cluster.name),
        icon,
        run: () => void navigate({ to: `/clusters/${encodeURIComponent(cluster.id)}${path}`, hash: dialog ?? '' }),
      }
      const isRefused = isChange === true && cluster.marks.isReadOnly
      return isRefused ? refused(command, texts.app.readOnly(cluster.name)) : command
    })
  const overviews = clusters.map((cluster) => ({
    id: `cluster ${cluster.id}`,
    label: cluster.name,
    detail: cluster.kind === 'local' ? texts.palette.localCluster : texts.palette.clusterAt(cluster.bootstrapServers),
    icon: IconTopologyStar3,
    run: () => void navigate({ to: '/clusters/$clusterId', params: { clusterId: cluster.id } }),
  }))
  const current = clusters.find(({ id }) => id === clusterId)
  return {
    ofCurrent: current === undefined ? [] : commandsOf(current),
    ofAll: [...overviews, ...clusters.filter((cluster) => cluster !== current).flatMap(commandsOf)],
  }
}

function areas({ id }: Cluster): readonly Place[] {
  const names = texts.app.areas
  const { tabs } = texts.security
  const transactions = texts.transactions
  return [
    { path: '/topics', label: names.topics, icon: IconBoxMultiple },
    { path: '/groups', label: names.groups, icon: IconUsersGroup },
    { path: '/brokers', label: names.brokers, icon: IconServer2 },
    { path: '/access', label: texts.security.title, icon: IconShieldLock },
    { path: '/transactions', label: transactions.title, icon: IconArrowsExchange },
    { path: '/schemas', label: names.schemas, icon: IconFileCode },
    ...(id === localClusterId ? [{ path: '/segments', label: names.segments, icon: IconFileDatabase }] : []),
    { path: '/journal', label: texts.journal.title, icon: IconHistory },
    ...(['directories', 'quorum', 'features'] as const).map((tab) => ({
      path: `/brokers/${tab}`,
      label: `${names.brokers}: ${texts.brokers.tabs[tab]}`,
      icon: IconServer2,
    })),
    ...(['rights', 'users', 'quotas'] as const).map((tab) => ({
      path: `/access/${tab}`,
      label: `${texts.security.title}: ${tabs[tab]}`,
      icon: IconShieldLock,
    })),
    ...(['producers', 'hanging'] as const).map((tab) => ({
      path: `/transactions/${tab}`,
      label: `${transactions.title}: ${transactions.tabs[tab]}`,
      icon: IconArrowsExchange,
    })),
  ]
}

function actions({ id, name }: Cluster): readonly Place[] {
  const words = texts.palette.cluster
  const change = { dialog: 'create', isChange: true }
  const ofRemote = [
    { path: '', dialog: 'edit', label: words.edit(name), icon: IconPencil },
    { path: '', dialog: 'export', label: words.export(name), icon: IconDownload },
    { path: '', dialog: 'forget', label: words.forget(name), icon: IconTrash },
  ]
  return [
    { ...change, path: '/topics', label: words.createTopic, icon: IconPlus },
    { ...change, path: '/access/acls', label: words.createAcl, icon: IconShieldLock },
    { ...change, path: '/access/users', label: words.createUser, icon: IconKey },
    { ...change, path: '/access/quotas', label: words.createQuota, icon: IconGauge },
    ...(id === localClusterId ? [] : ofRemote),
  ]
}
