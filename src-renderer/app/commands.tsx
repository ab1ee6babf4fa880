import {
  IconBoxMultiple,
  IconFileCode,
  IconFileDatabase,
  IconFolderOpen,
  IconMoon,
  IconPlayerPlay,
  IconPlayerStop,
  IconPlugConnected,
  IconPlus,
  IconServer2,
  IconSettings,
  IconSun,
  IconTopologyStar3,
  IconUsersGroup,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { queries } from '../api/client.ts'
import { localClusterId, useClusters } from '../api/clusters.ts'
import { problemOf } from '../api/problem.ts'
import { useChangeSettings, useSettings } from '../api/settings.ts'
import { useConnectionState, useLocalClusterStatus } from '../api/streams.ts'
import { notifyProblem } from '../components/notify.ts'
import { useLocalClusterActions } from '../features/local-cluster/actions.ts'

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
    detail: cluster.kind === 'local' ? 'Cluster on this machine' : `Cluster at ${cluster.bootstrapServers}`,
    icon: <IconTopologyStar3 size={16} />,
    run: () => void navigate({ to: '/clusters/$clusterId', params: { clusterId: cluster.id } }),
  }))
}

function useScreenCommands(clusterId: string | undefined): readonly Command[] {
  const navigate = useNavigate()
  const settings: Command = {
    id: 'settings',
    label: 'Settings',
    detail: 'Theme, timestamps, local port',
    icon: <IconSettings size={16} />,
    run: () => void navigate({ to: '/settings' }),
  }
  if (clusterId === undefined) return [settings]
  const areas = [
    { path: 'topics', label: 'Topics', icon: <IconBoxMultiple size={16} /> },
    { path: 'groups', label: 'Consumer groups', icon: <IconUsersGroup size={16} /> },
    { path: 'brokers', label: 'Brokers', icon: <IconServer2 size={16} /> },
    { path: 'schemas', label: 'Schemas', icon: <IconFileCode size={16} /> },
    ...(clusterId === localClusterId
      ? [{ path: 'segments', label: 'Segments', icon: <IconFileDatabase size={16} /> } as const]
      : []),
  ] as const
  return [
    ...areas.map(({ path, label, icon }) => ({
      id: path,
      label,
      detail: 'Of this cluster',
      icon,
      run: () => void navigate({ to: `/clusters/$clusterId/${path}`, params: { clusterId } }),
    })),
    settings,
  ]
}

function useThingCommands(clusterId: string | undefined, isOpen: boolean): readonly Command[] {
  const navigate = useNavigate()
  const isConnected = useConnectionState(clusterId ?? localClusterId)?.state === 'connected'
  const enabled = isOpen && isConnected && clusterId !== undefined
  const input = { clusterId: clusterId ?? localClusterId }
  const topics = useQuery(queries.topics.list.queryOptions({ input, enabled })).data ?? []
  const groups = useQuery(queries.groups.list.queryOptions({ input, enabled })).data ?? []
  if (!enabled) return []
  return [
    ...topics.map(({ name }) => ({
      id: `topic ${name}`,
      label: name,
      detail: 'Topic',
      icon: <IconBoxMultiple size={16} />,
      run: () =>
        void navigate({
          to: '/clusters/$clusterId/topics/$topic/$tab',
          params: { clusterId, topic: name, tab: 'messages' },
        }),
    })),
    ...groups.map(({ groupId }) => ({
      id: `group ${groupId}`,
      label: groupId,
      detail: 'Consumer group',
      icon: <IconUsersGroup size={16} />,
      run: () => void navigate({ to: '/clusters/$clusterId/groups/$groupId', params: { clusterId, groupId } }),
    })),
  ]
}

function useActionCommands(clusterId: string | undefined): readonly Command[] {
  const navigate = useNavigate()
  const { theme } = useSettings()
  const change = useChangeSettings()
  const createTopic: Command = {
    id: 'create topic',
    label: 'Create topic',
    detail: 'In this cluster',
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
      label: 'Open a data directory…',
      detail: 'Look at the files of a Kafka node, or run on them',
      icon: <IconFolderOpen size={16} />,
      run: () => void navigate({ to: '/directory', search: {} }),
    },
    {
      id: 'connect',
      label: 'Connect to a cluster',
      detail: 'Add another one by its address',
      icon: <IconPlugConnected size={16} />,
      run: () => void navigate({ to: '/', hash: 'connect' }),
    },
    {
      id: 'theme',
      label: theme === 'dark' ? 'Light theme' : 'Dark theme',
      detail: 'How Brokkr looks',
      icon: theme === 'dark' ? <IconSun size={16} /> : <IconMoon size={16} />,
      run: () => change({ theme: theme === 'dark' ? 'light' : 'dark' }),
    },
  ]
}

function useLocalClusterCommands(): readonly Command[] {
  const navigate = useNavigate()
  const status = useLocalClusterStatus()
  const { start, stop } = useLocalClusterActions()
  const detail = 'The broker on this machine'
  const onError = (error: Error): void => notifyProblem(problemOf(error))
  const open = (): void => void navigate({ to: '/clusters/$clusterId', params: { clusterId: localClusterId } })
  if (status?.state === 'running') {
    const icon = <IconPlayerStop size={16} />
    return [{ id: 'stop', label: 'Stop local cluster', detail, icon, run: () => stop.mutate(undefined, { onError }) }]
  }
  if (status?.state !== 'stopped' && status?.state !== 'failed') return []
  const run = (): void => start.mutate(undefined, { onSuccess: open, onError })
  return [{ id: 'start', label: 'Start local cluster', detail, icon: <IconPlayerPlay size={16} />, run }]
}
