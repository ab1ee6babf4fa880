import { IconBoxMultiple, IconUsersGroup } from '@tabler/icons-react'
import { useQueries } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { queries } from '../api/client.ts'
import { localClusterId, useClusters } from '../api/clusters.ts'
import { useLocalClusterStatus } from '../api/streams.ts'
import { texts } from '../languages/texts.ts'
import type { Command } from './command.ts'
import type { Thing } from './go-to.ts'
import { useGoTo } from './go-to.ts'
import { useActions, type ActedThing } from './thing-actions.ts'

/** More are found by more letters. */
const MOST_WITH_ACTIONS = 100

/** What can be done with the topic or group that is looked at. */
export function useCurrentThingCommands(things: readonly ActedThing[]): readonly Command[] {
  const { clusterId, topic, groupId } = useParams({ strict: false })
  const cluster = useClusters().find(({ id }) => id === clusterId)
  const actionsOf = useActions()
  const name = topic ?? groupId
  if (cluster === undefined || name === undefined) return []
  const kind = topic === undefined ? 'group' : 'topic'
  const listed = things.find((each) => each.name === name && each.kind === kind && each.cluster.id === clusterId)
  return actionsOf(listed ?? { kind, cluster, name })
}

/**
 * The topics and groups of every cluster, those of the current one first; of those whose name holds a word of the query, also what can be
 * done with them. There may be tens of thousands: what opens them is made once, and only what is done with a few follows each letter.
 */
export function useThingCommands(things: readonly ActedThing[], query: string): readonly Command[] {
  const open = useOpen()
  const actionsOf = useActions()
  const opening = useMemo(() => things.map(open), [things, open])
  const acted = useMemo(() => mostNamed(things, query).flatMap(actionsOf), [things, query, actionsOf])
  return useMemo(() => [...opening, ...acted], [opening, acted])
}

function mostNamed(things: readonly ActedThing[], query: string): readonly ActedThing[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return []
  const named = things.filter(({ name }) => words.some((word) => name.toLowerCase().includes(word)))
  return [...new Set([...named, ...things].slice(0, MOST_WITH_ACTIONS))]
}

/** The topics and groups of every cluster. */
export function useThings(): readonly ActedThing[] {
  const { clusterId: currentId } = useParams({ strict: false })
  const isLocalRunning = useLocalClusterStatus()?.state === 'running'
  const saved = useClusters()
  const clusters = useMemo(
    () =>
      saved
        .filter(({ id }) => id !== localClusterId || isLocalRunning)
        .toSorted((left, right) => Number(right.id === currentId) - Number(left.id === currentId)),
    [saved, isLocalRunning, currentId],
  )
  const asked = clusters.map(({ id }) => ({ input: { clusterId: id } }))
  const topics = useQueries({
    queries: asked.map((options) => queries.topics.list.queryOptions(options)),
    combine: dataOf,
  })
  const groups = useQueries({
    queries: asked.map((options) => queries.groups.list.queryOptions(options)),
    combine: dataOf,
  })
  const pinned = useQueries({
    queries: asked.map((options) => queries.lag.pinned.queryOptions(options)),
    combine: dataOf,
  })
  return useMemo(
    () =>
      clusters.flatMap((cluster, index) => {
        const ofCluster = topics[index]?.map(({ name }): ActedThing => ({ kind: 'topic', cluster, name })) ?? []
        const pins = new Set(pinned[index])
        const groupsOfCluster = groups[index]?.groups.map(({ groupId: name }): ActedThing => ({
          kind: 'group',
          cluster,
          name,
          isPinned: pins.has(name),
        }))
        return [...ofCluster, ...(groupsOfCluster ?? [])]
      }),
    [clusters, topics, groups, pinned],
  )
}

function dataOf<Data>(results: readonly { readonly data: Data }[]): readonly Data[] {
  return results.map(({ data }) => data)
}

function useOpen(): (thing: Thing) => Command {
  const goTo = useGoTo()
  return useCallback(
    (thing) => {
      const { kind, cluster, name } = thing
      const isTopic = kind === 'topic'
      const words = texts.palette
      return {
        id: `${kind} ${cluster.id} ${name}`,
        label: name,
        detail: isTopic ? words.topicOf(cluster.name) : words.groupOf(cluster.name),
        icon: isTopic ? IconBoxMultiple : IconUsersGroup,
        run: () => goTo(thing),
      }
    },
    [goTo],
  )
}
