import {
  IconArrowsExchange,
  IconArrowsShuffle,
  IconBoxMultiple,
  IconCopy,
  IconDownload,
  IconEraser,
  IconFileDatabase,
  IconHistory,
  IconPencilPlus,
  IconPlus,
  IconRefresh,
  IconSettings,
  IconSparkles,
  IconTrash,
  IconUpload,
  IconUsersGroup,
} from '@tabler/icons-react'
import { useQueries } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { queries } from '../api/client.ts'
import type { Cluster } from '../api/clusters.ts'
import { localClusterId, useClusters } from '../api/clusters.ts'
import { useLocalClusterStatus } from '../api/streams.ts'
import type { TopicTab } from '../features/topics/topic-tab.ts'
import { texts } from '../languages/texts.ts'
import type { Command } from './command.ts'
import { refused } from './command.ts'

/** A topic or a group of some cluster. */
interface Thing {
  readonly kind: 'topic' | 'group'
  readonly cluster: Cluster
  readonly name: string
}

/** More are found by more letters. */
const MOST_WITH_ACTIONS = 100

/** What can be done with the topic or group that is looked at. */
export function useCurrentThingCommands(): readonly Command[] {
  const { clusterId, topic, groupId } = useParams({ strict: false })
  const cluster = useClusters().find(({ id }) => id === clusterId)
  const actionsOf = useActions()
  if (cluster === undefined) return []
  if (topic !== undefined) return actionsOf({ kind: 'topic', cluster, name: topic })
  return groupId === undefined ? [] : actionsOf({ kind: 'group', cluster, name: groupId })
}

/**
 * The topics and groups of every cluster, those of the current one first; of those whose name holds a word of the query, also what can be
 * done with them. Asked for only while the palette is open.
 */
export function useThingCommands(isOpen: boolean, query: string): readonly Command[] {
  const things = useThings(isOpen)
  const open = useOpen()
  const actionsOf = useActions()
  if (!isOpen) return []
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  const isNamed = ({ name }: Thing): boolean => words.some((word) => name.toLowerCase().includes(word))
  const acted = words.length === 0 ? [] : [...things.filter(isNamed), ...things].slice(0, MOST_WITH_ACTIONS)
  return [...things.map(open), ...[...new Set(acted)].flatMap(actionsOf)]
}

function useThings(isOpen: boolean): readonly Thing[] {
  const { clusterId: currentId } = useParams({ strict: false })
  const isLocalRunning = useLocalClusterStatus()?.state === 'running'
  const clusters = useClusters()
    .filter(({ id }) => id !== localClusterId || isLocalRunning)
    .toSorted((left, right) => Number(right.id === currentId) - Number(left.id === currentId))
  const asked = clusters.map(({ id }) => ({ input: { clusterId: id }, enabled: isOpen }))
  const topics = useQueries({ queries: asked.map((options) => queries.topics.list.queryOptions(options)) })
  const groups = useQueries({ queries: asked.map((options) => queries.groups.list.queryOptions(options)) })
  return clusters.flatMap((cluster, index) => [
    ...(topics[index]?.data ?? []).map(({ name }) => ({ kind: 'topic', cluster, name }) as const),
    ...(groups[index]?.data?.groups ?? []).map(({ groupId }) => ({ kind: 'group', cluster, name: groupId }) as const),
  ])
}

function useOpen(): (thing: Thing) => Command {
  const navigate = useNavigate()
  const words = texts.palette
  return ({ kind, cluster, name }) => {
    const clusterId = cluster.id
    return kind === 'topic'
      ? {
          id: `topic ${clusterId} ${name}`,
          label: name,
          detail: words.topicOf(cluster.name),
          icon: <IconBoxMultiple size={16} />,
          run: () =>
            void navigate({
              to: '/clusters/$clusterId/topics/$topic/$tab',
              params: { clusterId, topic: name, tab: 'messages' },
            }),
        }
      : {
          id: `group ${clusterId} ${name}`,
          label: name,
          detail: words.groupOf(cluster.name),
          icon: <IconUsersGroup size={16} />,
          run: () =>
            void navigate({ to: '/clusters/$clusterId/groups/$groupId', params: { clusterId, groupId: name } }),
        }
  }
}

function useActions(): (thing: Thing) => readonly Command[] {
  const navigate = useNavigate()
  return ({ kind, cluster, name }) => {
    const detail = texts.palette.onCluster(cluster.name)
    const clusterId = cluster.id
    const why = cluster.marks.isReadOnly ? texts.app.readOnly(cluster.name) : null
    const given = (action: Action, run: () => void): Command => {
      const { icon, words } = action
      const command = { id: `${kind} ${clusterId} ${name} ${words(name)}`, label: words(name), detail, icon, run }
      return why !== null && action.isChange ? refused(command, why) : command
    }
    if (kind === 'topic') {
      return topicActions(clusterId === localClusterId).map((action) => {
        const params = { clusterId, topic: name, tab: action.tab }
        const hash = action.dialog ?? ''
        return given(action, () => void navigate({ to: '/clusters/$clusterId/topics/$topic/$tab', params, hash }))
      })
    }
    return groupActions().map((action) =>
      given(action, () => {
        const params = { clusterId, groupId: name }
        void navigate({ to: '/clusters/$clusterId/groups/$groupId', params, hash: action.dialog })
      }),
    )
  }
}

interface Action {
  readonly words: (name: string) => string
  readonly icon: Command['icon']
  readonly isChange: boolean
}

type TopicAction = Action & { readonly tab: TopicTab; readonly dialog?: string }

function topicActions(isLocal: boolean): readonly TopicAction[] {
  const { topic } = texts.palette
  const look = { isChange: false }
  const change = { tab: 'messages', isChange: true } as const
  return [
    { ...change, words: topic.produce, dialog: 'produce', icon: <IconPencilPlus size={16} /> },
    { ...look, words: topic.partitions, tab: 'partitions', icon: <IconBoxMultiple size={16} /> },
    { ...look, words: topic.configuration, tab: 'configuration', icon: <IconSettings size={16} /> },
    ...(isLocal
      ? [{ ...look, words: topic.segments, tab: 'segments', icon: <IconFileDatabase size={16} /> } as const]
      : []),
    { ...look, words: topic.groups, tab: 'groups', icon: <IconUsersGroup size={16} /> },
    { ...look, words: topic.export, tab: 'messages', dialog: 'export', icon: <IconDownload size={16} /> },
    { ...change, words: topic.import, dialog: 'import', icon: <IconUpload size={16} /> },
    { ...change, words: topic.generate, dialog: 'generate', icon: <IconSparkles size={16} /> },
    { ...look, words: topic.redrive, tab: 'messages', dialog: 'redrive', icon: <IconArrowsExchange size={16} /> },
    {
      ...change,
      words: topic.addPartitions,
      tab: 'partitions',
      dialog: 'add-partitions',
      icon: <IconPlus size={16} />,
    },
    ...(isLocal ? [] : [moveReplicas()]),
    { ...change, words: topic.clone, dialog: 'clone', icon: <IconCopy size={16} /> },
    { ...change, words: topic.purge, dialog: 'purge', icon: <IconEraser size={16} /> },
    { ...change, words: topic.recreate, dialog: 'recreate', icon: <IconRefresh size={16} /> },
    { ...change, words: topic.delete, dialog: 'delete', icon: <IconTrash size={16} /> },
  ]
}

function moveReplicas(): TopicAction {
  const words = texts.palette.topic.moveReplicas
  return { words, tab: 'partitions', dialog: 'move-replicas', isChange: true, icon: <IconArrowsShuffle size={16} /> }
}

function groupActions(): readonly (Action & { readonly dialog: string })[] {
  const { group } = texts.palette
  return [
    { words: group.reset, dialog: 'reset', isChange: true, icon: <IconHistory size={16} /> },
    { words: group.delete, dialog: 'delete', isChange: true, icon: <IconTrash size={16} /> },
  ]
}
