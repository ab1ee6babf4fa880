import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { queries } from '../../api/client.ts'
import type { GroupHit } from '../../api/topics.ts'
import { Badge } from '../../components/badge.tsx'
import { Stack } from '../../components/layout.tsx'
import { KeyValue } from '../../components/stat.tsx'
import { Dim, Mono, TextSkeleton } from '../../components/text.tsx'
import { formatBytes } from '../../formatting/bytes.ts'
import { formatCount } from '../../formatting/counts.ts'
import { nameOfState } from '../../formatting/group-states.ts'
import { texts } from '../../languages/texts.ts'

/** What is lost with a topic, and which groups notice. */
export function TopicEffectView({ clusterId, topic }: { clusterId: string; topic: string }): ReactNode {
  const words = texts.topics
  const { data } = useQuery(queries.topics.effect.queryOptions({ input: { clusterId, topic }, staleTime: 0 }))
  if (!data) return <TextSkeleton width={220} />
  const { messageCount, sizeBytes, groups, problem } = data
  return (
    <Stack gap={10}>
      <KeyValue
        nameWidth={130}
        facts={[
          { name: words.lostMessages, value: messageCount === null ? <Dim>–</Dim> : formatCount(messageCount) },
          { name: words.lostSize, value: sizeBytes === null ? <Dim>–</Dim> : formatBytes(sizeBytes) },
        ]}
      />
      <GroupHits groups={groups} problem={problem} />
    </Stack>
  )
}

const SHOWN = 8

/** Groups that something hits, with what each has not read. */
export function GroupHits({ groups, problem }: { groups: readonly GroupHit[]; problem: string | null }): ReactNode {
  const words = texts.topics
  return (
    <div>
      <strong>{groups.length === 0 ? words.noGroupsHit : words.groupsHit(groups.length)}</strong>
      {groups.length > 0 && (
        <ul>
          {groups.slice(0, SHOWN).map(({ groupId, state, unreadCount }) => (
            <li key={groupId}>
              <Mono>{groupId}</Mono> <Badge tone={state === 'Stable' ? 'warn' : 'neutral'}>{nameOfState(state)}</Badge>{' '}
              {unreadCount !== null && <Dim>{words.unread(unreadCount)}</Dim>}
            </li>
          ))}
          {groups.length > SHOWN && <li>{words.moreGroups(groups.length - SHOWN)}</li>}
        </ul>
      )}
      {problem !== null && <p>{words.groupsNotAll(problem)}</p>}
    </div>
  )
}
