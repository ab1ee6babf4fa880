import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { queries } from '../../api/client.ts'
import type { GroupDetail, OffsetsChanged, ResetPreview, ResetStrategy } from '../../api/groups.ts'
import { useGroupsChanged } from '../../api/groups.ts'
import { useSettings } from '../../api/settings.ts'
import { notifyDone } from '../../components/notify.ts'
import { texts } from '../../languages/texts.ts'
import type { ResetDraft } from './reset-draft.ts'
import { FIRST_RESET, hasOwnScope, placesOf, scopeOf, strategyOf, totalsOf } from './reset-draft.ts'
import { useIsProduction } from '../../api/clusters.ts'
import { useResetPreview } from './use-reset-preview.ts'

export interface ResetInput {
  readonly clusterId: string
  readonly group: Pick<GroupDetail, 'groupId' | 'partitions'>
  readonly first?: Partial<ResetDraft>
  readonly onClose: () => void
}

/** A reset from what is written to what is applied: the preview follows what is written; what is applied was looked at. */
export function useReset(input: ResetInput) {
  const { clusterId, group } = input
  const { groupId } = group
  const [draft, setDraft] = useState<ResetDraft>({ ...FIRST_RESET, ...input.first })
  const [isTried, setIsTried] = useState(false)
  /** *Preview* was pressed since something was written last. */
  const [isReviewed, setIsReviewed] = useState(false)
  const [typedName, setTypedName] = useState('')
  const scope = useScope(input, draft)
  const { timestamps: zone } = useSettings()
  const checked = strategyOf(draft, zone)
  const strategy = 'value' in checked ? checked.value : null
  const isComplete = strategy !== null && (scope.wanted.length > 0 || hasOwnScope(draft.to))
  const wish = isComplete && !scope.isPending ? { scope: scope.wanted, strategy } : null
  const preview = useResetPreview({ clusterId, groupId, wish, isReviewed })
  const apply = useApply(input)
  const needsName = useIsProduction(clusterId) && totalsOf(preview.shown?.rows ?? []).skippedCount > 0n
  const canApply =
    isReviewed && preview.isOfWish && isApplicable(preview.shown) && (!needsName || typedName === groupId)
  return {
    draft,
    problem: isTried && 'problem' in checked ? checked.problem : null,
    ...scope,
    isComplete,
    preview,
    isReviewed,
    ...apply,
    canApply,
    needsName,
    typedName,
    setTypedName,
    change: (change: Partial<ResetDraft>): void => {
      apply.apply.reset()
      setIsReviewed(false)
      setDraft((before) => ({ ...before, ...change }))
    },
    showPreview: (): void => {
      setIsTried(true)
      apply.apply.reset()
      if (!isComplete) return
      setIsReviewed(true)
      preview.again()
    },
    applyPreview: (): void => {
      if (canApply && strategy !== null) {
        apply.run(strategy, preview.shown?.rows ?? [], needsName ? typedName : undefined)
      }
    },
  }
}

function isApplicable(preview: ResetPreview | undefined): boolean {
  return preview !== undefined && preview.rows.length > 0 && preview.badLines.length === 0
}

/** What can be chosen from, and what is. */
function useScope({ clusterId, group }: ResetInput, draft: ResetDraft) {
  // Without the topics it is not known which partitions the group has never read.
  const { data: topics, isPending } = useQuery(queries.topics.list.queryOptions({ input: { clusterId } }))
  const places = placesOf(group.partitions, topics ?? [], draft.addedTopics)
  const named = new Set(places.map(({ topic }) => topic))
  const otherTopics = (topics ?? []).filter(({ name, isInternal }) => !isInternal && !named.has(name))
  return { places, otherTopics, wanted: scopeOf(places, draft), isPending }
}

function useApply({ clusterId, group: { groupId }, onClose }: ResetInput) {
  /** What the cluster refused in part. */
  const [outcome, setOutcome] = useState<OffsetsChanged | null>(null)
  const groupsChanged = useGroupsChanged()
  const apply = useMutation(
    queries.groups.applyReset.mutationOptions({
      onSuccess: (changed) => {
        void groupsChanged()
        if (changed.refused.length > 0) setOutcome(changed)
        else {
          notifyDone(texts.groups.reset.done(groupId, changed.changedPartitionCount))
          onClose()
        }
      },
    }),
  )
  const run = (strategy: ResetStrategy, rows: ResetPreview['rows'], confirmedName: string | undefined): void => {
    const offsets = rows.map(({ topic, partition, newOffset }) => ({ topic, partition, offset: newOffset }))
    apply.mutate({ clusterId, groupId, strategy, offsets, ...(confirmedName !== undefined && { confirmedName }) })
  }
  return { apply, outcome, run }
}
