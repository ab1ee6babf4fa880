import { useNavigate } from '@tanstack/react-router'
import { useCallback } from 'react'
import type { Cluster } from '../api/clusters.ts'
import type { GroupTab } from '../features/groups/group-tab.ts'
import type { TopicTab } from '../features/topics/topic-tab.ts'

/** A topic or a group of some cluster. */
export interface Thing {
  readonly kind: 'topic' | 'group'
  readonly cluster: Cluster
  readonly name: string
}

/** A part of a thing's screen, its first one if none is named, and the dialog that is open there. */
export interface Part {
  readonly tab?: TopicTab | GroupTab
  readonly dialog?: string
}

/** Goes to the screen of a topic or a group. */
export function useGoTo(): (thing: Thing, part?: Part) => void {
  const navigate = useNavigate()
  return useCallback(
    ({ kind, cluster: { id: clusterId }, name }, { tab, dialog: hash = '' } = {}) => {
      if (kind === 'topic') {
        const params = { clusterId, topic: name, tab: tab ?? 'messages' }
        void navigate({ to: '/clusters/$clusterId/topics/$topic/$tab', params, hash })
        return
      }
      const params = { clusterId, groupId: name, tab: tab ?? 'offsets' }
      void navigate({ to: '/clusters/$clusterId/groups/$groupId/$tab', params, hash })
    },
    [navigate],
  )
}
