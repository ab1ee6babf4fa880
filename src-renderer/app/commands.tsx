import {
  IconArrowsExchange,
  IconBoxMultiple,
  IconContrast,
  IconFileCode,
  IconFileDatabase,
  IconFolderOpen,
  IconHistory,
  IconMoon,
  IconPlayerPlay,
  IconPlayerStop,
  IconPlugConnected,
  IconPlus,
  IconServer2,
  IconSettings,
  IconShieldLock,
  IconSun,
  IconTopologyStar3,
  IconUsersGroup,
} from '@tabler/icons-react'
import { useQueries } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { queries } from '../api/client.ts'
import { localClusterId, useClusters } from '../api/clusters.ts'
import { problemOf } from '../api/problem.ts'
import { useChangeSettings, useSettings } from '../api/settings.ts'
import { useLocalClusterStatus } from '../api/streams.ts'
import { notifyProblem } from '../components/notify.ts'
import { useLocalClusterActions } from '../features/local-cluster/actions.ts'
import { texts } from '../languages/texts.ts'

/** Something that the palette can do. */
export interface Command {
  readonly id: string
  readonly label: string
  readonly detail: string
  readonly icon: ReactNode
  readonly run: () => void
}

/** All that the palette offers; what costs a request only while it is open. */
export function useCommands(isOpen: boolean): readonly Command[] {
  const { clusterId } = useParams({ strict: false })
  return [
    ...useScreenCommands(clusterId),
    ...useClusterCommands(),
    ...useActionCommands(clusterId),
    ...useThingCommands(clusterId, isOpen),
  ]
}

function useClusterCommands(): readonly Command[] {
  const navigate = useNavigate()
  return useClusters().map((cluster) => ({
    id: `cluster ${cluster.id}`,
    label: cluster.name,
    detail:
      cluster.kind === 'local' ? texts.app.palette.localCluster : texts.app.palette.clusterAt(cluster.bootstrapServers),
    icon: <IconTopologyStar3 size={16} />,
    run: () => void navigate({ to: '/clusters/$clusterId', params: { clusterId: cluster.id } }),
  }))
}

function useScreenCommands(clusterId: string | undefined): readonly Command[] {
  const navigate = useNavigate()
  const settings: Command = {
    id: 'settings',
    label: texts.app.places.settings,
    detail: texts.app.palette.settingsDetail,
    icon: <IconSettings size={16} />,
    run: () => void navigate({ to: '/settings' }),
  }
  if (clusterId === undefined) return [settings]
  const names = texts.app.areas
  const areas = [
    { path: 'topics', label: names.topics, icon: <IconBoxMultiple size={16} /> },
    { path: 'groups', label: names.groups, icon: <IconUsersGroup size={16} /> },
    { path: 'brokers', label: names.brokers, icon: <IconServer2 size={16} /> },
    { path: 'access', label: texts.security.title, icon: <IconShieldLock size={16} /> },
    { path: 'transactions', label: texts.transactions.title, icon: <IconArrowsExchange size={16} /> },
    { path: 'journal', label: texts.journal.title, icon: <IconHistory size={16} /> },
    { path: 'schemas', label: names.schemas, icon: <IconFileCode size={16} /> },
    ...(clusterId === localClusterId
      ? [{ path: 'segments', label: names.segments, icon: <IconFileDatabase size={16} /> } as const]
      : []),
  ] as const
  return [
    ...areas.map(({ path, label, icon }) => ({
      id: path,
      label,
      detail: texts.app.palette.ofThisCluster,
      icon,
      run: () => void navigate({ to: `/clusters/$clusterId/${path}`, params: { clusterId } }),
    })),
    settings,
  ]
}

/** The topics and groups of every cluster; those of the current one come first. */
function useThingCommands(currentId: string | undefined, isOpen: boolean): readonly Command[] {
  const navigate = useNavigate()
  const isLocalRunning = useLocalClusterStatus()?.state === 'running'
  const clusters = useClusters()
    .filter(({ id }) => id !== localClusterId || isLocalRunning)
    .toSorted((left, right) => Number(right.id === currentId) - Number(left.id === currentId))
  const asked = clusters.map(({ id }) => ({ input: { clusterId: id }, enabled: isOpen }))
  const topics = useQueries({ queries: asked.map((options) => queries.topics.list.queryOptions(options)) })
  const groups = useQueries({ queries: asked.map((options) => queries.groups.list.queryOptions(options)) })
  if (!isOpen) return []
  const words = texts.app.palette
  return clusters.flatMap(({ id: clusterId, name: cluster }, index) => [
    ...(topics[index]?.data ?? []).map(({ name }) => ({
      id: `topic ${clusterId} ${name}`,
      label: name,
      detail: words.topicOf(cluster),
      icon: <IconBoxMultiple size={16} />,
      run: () =>
        void navigate({
          to: '/clusters/$clusterId/topics/$topic/$tab',
          params: { clusterId, topic: name, tab: 'messages' },
        }),
    })),
    ...(groups[index]?.data ?? []).map(({ groupId }) => ({
      id: `group ${clusterId} ${groupId}`,
      label: groupId,
      detail: words.groupOf(cluster),
      icon: <IconUsersGroup size={16} />,
      run: () => void navigate({ to: '/clusters/$clusterId/groups/$groupId', params: { clusterId, groupId } }),
    })),
  ])
}

function useActionCommands(clusterId: string | undefined): readonly Command[] {
  const navigate = useNavigate()
  const { theme, contrast } = useSettings()
  const change = useChangeSettings()
  const words = texts.app.palette
  const createTopic: Command = {
    id: 'create topic',
    label: words.createTopic,
    detail: words.inThisCluster,
    icon: <IconPlus size={16} />,
    run: () => {
      if (clusterId !== undefined) {
        void navigate({ to: '/clusters/$clusterId/topics', params: { clusterId }, hash: 'create' })
      }
    },
  }
  return [
    ...useLocalClusterCommands(),
    ...(clusterId === undefined ? [] : [createTopic]),
    {
      id: 'open directory',
      label: words.openDirectory,
      detail: words.openDirectoryDetail,
      icon: <IconFolderOpen size={16} />,
      run: () => void navigate({ to: '/directory', search: {} }),
    },
    {
      id: 'connect',
      label: words.connect,
      detail: words.connectDetail,
      icon: <IconPlugConnected size={16} />,
      run: () => void navigate({ to: '/', hash: 'connect' }),
    },
    {
      id: 'theme',
      label: theme === 'dark' ? words.lightTheme : words.darkTheme,
      detail: texts.settings.themeDetail,
      icon: theme === 'dark' ? <IconSun size={16} /> : <IconMoon size={16} />,
      run: () => change({ theme: theme === 'dark' ? 'light' : 'dark' }),
    },
    {
      id: 'contrast',
      label: contrast === 'high' ? words.normalContrast : words.highContrast,
      detail: texts.settings.contrastDetail,
      icon: <IconContrast size={16} />,
      run: () => change({ contrast: contrast === 'high' ? 'normal' : 'high' }),
    },
  ]
}

function useLocalClusterCommands(): readonly Command[] {
  const navigate = useNavigate()
  const status = useLocalClusterStatus()
  const { start, stop } = useLocalClusterActions()
  const detail = texts.app.palette.localBroker
  const onError = (error: Error): void => notifyProblem(problemOf(error))
  const open = (): void => void navigate({ to: '/clusters/$clusterId', params: { clusterId: localClusterId } })
  if (status?.state === 'running') {
    const icon = <IconPlayerStop size={16} />
    return [
      { id: 'stop', label: texts.app.palette.stopLocal, detail, icon, run: () => stop.mutate(undefined, { onError }) },
    ]
  }
  if (status?.state !== 'stopped' && status?.state !== 'failed') return []
  const run = (): void => start.mutate(undefined, { onSuccess: open, onError })
  return [{ id: 'start', label: texts.app.palette.startLocal, detail, icon: <IconPlayerPlay size={16} />, run }]
}
