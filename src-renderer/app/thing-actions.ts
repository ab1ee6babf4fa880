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
import { useCallback } from 'react'
import { localClusterId } from '../api/clusters.ts'
import { usePinning } from '../features/groups/pinning.ts'
import { texts } from '../languages/texts.ts'
import type { Command } from './command.ts'
import { refused } from './command.ts'
import type { Part, Thing } from './go-to.ts'
import { useGoTo } from './go-to.ts'

interface Action {
  readonly words: (name: string) => string
  readonly icon: Command['icon']
  /** Whether it changes the cluster. */
  readonly isChange: boolean
}

type PartAction = Action & Part

/** Topics have nothing to be pinned; of a group it is said whether its lag is recorded. */
export type ActedThing = Thing & { readonly isPinned?: boolean }

/** What can be done with a topic or a group, and the parts of its screen. */
export function useActions(): (thing: ActedThing) => readonly Command[] {
  const goTo = useGoTo()
  const { pin, unpin } = usePinning()
  const { mutate: startPinning } = pin
  const { mutate: endPinning } = unpin
  return useCallback(
    (thing) => {
      const { kind, cluster, name, isPinned } = thing
      const detail = texts.palette.onCluster(cluster.name)
      const why = cluster.marks.isReadOnly ? texts.app.readOnly(cluster.name) : null
      const given = ({ icon, words, isChange }: Action, run: () => void): Command => {
        const command = { id: `${kind} ${cluster.id} ${name} ${words(name)}`, label: words(name), detail, icon, run }
        return why !== null && isChange ? refused(command, why) : command
      }
      const parts = kind === 'topic' ? topicActions(cluster.id === localClusterId) : groupActions()
      const ofScreen = parts.map((action) => given(action, () => goTo(thing, action)))
      if (isPinned === undefined) return ofScreen
      const { group } = texts.palette
      const onGroup = { clusterId: cluster.id, groupId: name }
      const pinning = isPinned
        ? given({ words: group.unpin, icon: IconPinnedOff, isChange: false }, () => endPinning(onGroup))
        : given({ words: group.pin, icon: IconPin, isChange: false }, () => startPinning(onGroup))
      return [...ofScreen, pinning]
    },
    [goTo, startPinning, endPinning],
  )
}

function topicActions(isLocal: boolean): readonly PartAction[] {
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

function moveReplicas(): PartAction {
  const words = texts.palette.topic.moveReplicas
  return { words, tab: 'partitions', dialog: 'move-replicas', isChange: true, icon: IconArrowsShuffle }
}

function groupActions(): readonly PartAction[] {
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
