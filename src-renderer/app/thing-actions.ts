import {
  IconArrowsExchange,
  IconArrowsShuffle,
  IconBoxMultiple,
  IconChartLine,
  IconCamera,
  IconCopy,
  IconDownload,
  IconEraser,
  IconFileDatabase,
  IconHistory,
  IconPencilPlus,
  IconPin,
  IconPinnedOff,
  IconPlus,
  IconRefresh,
  IconSettings,
  IconSparkles,
  IconTrash,
  IconUpload,
  IconUsers,
  IconUsersGroup,
} from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useCallback } from 'react'
import type { Cluster } from '../api/clusters.ts'
import { localClusterId } from '../api/clusters.ts'
import type { GroupTab } from '../features/groups/group-tab.ts'
import { usePinning } from '../features/groups/pinning.ts'
import type { TopicTab } from '../features/topics/topic-tab.ts'
import { texts } from '../languages/texts.ts'
import type { Command } from './command.ts'
import { refused } from './command.ts'

/** A topic or a group of some cluster. */
export interface Thing {
  readonly kind: 'topic' | 'group'
  readonly cluster: Cluster
  readonly name: string
  /** Of a group whose lag can be recorded: whether it is. */
  readonly isPinned?: boolean
}

interface Action {
  readonly words: (name: string) => string
  readonly icon: Command['icon']
  /** Whether it changes the cluster. */
  readonly isChange: boolean
}

type TopicAction = Action & { readonly tab: TopicTab; readonly dialog?: string }
type GroupAction = Action & { readonly tab: GroupTab; readonly dialog?: string }

/** What can be done with a topic or a group, and the parts of its screen. */
export function useActions(): (thing: Thing) => readonly Command[] {
  const navigate = useNavigate()
  const { pin, unpin } = usePinning()
  const { mutate: startPinning } = pin
  const { mutate: endPinning } = unpin
  return useCallback(
    ({ kind, cluster, name, isPinned }) => {
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
      const ofScreen = groupActions().map((action) => {
        const params = { clusterId, groupId: name, tab: action.tab }
        const hash = action.dialog ?? ''
        return given(action, () => void navigate({ to: '/clusters/$clusterId/groups/$groupId/$tab', params, hash }))
      })
      if (isPinned === undefined) return ofScreen
      const { group } = texts.palette
      const onGroup = { clusterId, groupId: name }
      const pinning = isPinned
        ? given({ words: group.unpin, icon: IconPinnedOff, isChange: false }, () => endPinning(onGroup))
        : given({ words: group.pin, icon: IconPin, isChange: false }, () => startPinning(onGroup))
      return [...ofScreen, pinning]
    },
    [navigate, startPinning, endPinning],
  )
}

function topicActions(isLocal: boolean): readonly TopicAction[] {
  const { topic } = texts.palette
  const look = { isChange: false }
  const change = { tab: 'messages', isChange: true } as const
  return [
    { ...change, words: topic.produce, dialog: 'produce', icon: IconPencilPlus },
    { ...look, words: topic.partitions, tab: 'partitions', icon: IconBoxMultiple },
    { ...look, words: topic.configuration, tab: 'configuration', icon: IconSettings },
    ...(isLocal ? [{ ...look, words: topic.segments, tab: 'segments', icon: IconFileDatabase } as const] : []),
    { ...look, words: topic.groups, tab: 'groups', icon: IconUsersGroup },
    { ...look, words: topic.export, tab: 'messages', dialog: 'export', icon: IconDownload },
    { ...change, words: topic.import, dialog: 'import', icon: IconUpload },
    { ...change, words: topic.generate, dialog: 'generate', icon: IconSparkles },
    { ...look, words: topic.redrive, tab: 'messages', dialog: 'redrive', icon: IconArrowsExchange },
    { ...change, words: topic.addPartitions, tab: 'partitions', dialog: 'add-partitions', icon: IconPlus },
    ...(isLocal ? [] : [moveReplicas()]),
    { ...change, words: topic.clone, dialog: 'clone', icon: IconCopy },
    { ...change, words: topic.purge, dialog: 'purge', icon: IconEraser },
    { ...change, words: topic.recreate, dialog: 'recreate', icon: IconRefresh },
    { ...change, words: topic.delete, dialog: 'delete', icon: IconTrash },
  ]
}

function moveReplicas(): TopicAction {
  const words = texts.palette.topic.moveReplicas
  return { words, tab: 'partitions', dialog: 'move-replicas', isChange: true, icon: IconArrowsShuffle }
}

function groupActions(): readonly GroupAction[] {
  const { group } = texts.palette
  const look = { isChange: false }
  const change = { tab: 'offsets', isChange: true } as const
  return [
    { ...change, words: group.reset, dialog: 'reset', icon: IconHistory },
    { ...look, words: group.members, tab: 'members', icon: IconUsers },
    { ...look, words: group.lag, tab: 'lag', icon: IconChartLine },
    { ...look, words: group.snapshots, tab: 'snapshots', icon: IconCamera },
    { ...change, words: group.delete, dialog: 'delete', icon: IconTrash },
  ]
}
