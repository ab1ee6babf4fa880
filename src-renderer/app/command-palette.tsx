import { Spotlight, spotlight } from '@mantine/spotlight'
import {
  IconBoxMultiple,
  IconFileDatabase,
  IconSearch,
  IconServer2,
  IconSettings,
  IconTopologyStar3,
  IconUsersGroup,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { queries } from '../api/client.ts'
import { localClusterId, useClusters } from '../api/clusters.ts'
import { useConnectionState } from '../api/streams.ts'
import { matchCommands } from './command-match.ts'

export const openCommandPalette = spotlight.open

export function shortcutLabel(): string {
  return navigator.platform.startsWith('Mac') ? '⌘K' : 'Ctrl K'
}

interface Command {
  readonly id: string
  readonly label: string
  readonly detail: string
  readonly icon: ReactNode
  readonly run: () => void
}

const MOST_SHOWN = 12

/** Goes to any cluster, topic, group or screen by a few letters of its name. */
export function CommandPalette(): ReactNode {
  const [query, setQuery] = useState('')
  const [isOpen, setIsOpen] = useState(false)
  const commands = useCommands(isOpen)
  const shown = matchCommands(commands, query).slice(0, MOST_SHOWN)
  return (
    <Spotlight.Root
      query={query}
      onQueryChange={setQuery}
      onSpotlightOpen={() => setIsOpen(true)}
      onSpotlightClose={() => setIsOpen(false)}
      attributes={{ content: { 'aria-label': 'Go to' } }}
      shortcut={['mod + K']}
      size={560}
      yOffset="12vh"
      radius="lg"
      overlayProps={{ backgroundOpacity: 0.45 }}
      transitionProps={{ transition: 'fade-up', duration: 100 }}
    >
      <Spotlight.Search
        aria-label="Go to"
        placeholder="Go to a cluster, topic, group or screen"
        leftSection={<IconSearch size={16} aria-hidden />}
      />
      <Spotlight.ActionsList>
        {shown.map((command) => (
          <Spotlight.Action
            key={command.id}
            label={command.label}
            description={command.detail}
            leftSection={command.icon}
            onClick={command.run}
          />
        ))}
        {shown.length === 0 && <Spotlight.Empty>Nothing is called so</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  )
}

function useCommands(isOpen: boolean): readonly Command[] {
  const { clusterId } = useParams({ strict: false })
  return [...useScreenCommands(clusterId), ...useClusterCommands(), ...useThingCommands(clusterId, isOpen)]
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
