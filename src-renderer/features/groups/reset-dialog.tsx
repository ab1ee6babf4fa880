import { useMutation, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { queries } from '../../api/client.ts'
import type { GroupDetail } from '../../api/groups.ts'
import { useGroupsChanged } from '../../api/groups.ts'
import { problemCodeOf, problemOf } from '../../api/problem.ts'
import { useSettings } from '../../api/settings.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { Stack } from '../../components/layout.tsx'
import { notifyDone } from '../../components/notify.ts'
import { formatCountOf } from '../../formatting/counts.ts'
import type { ResetDraft } from './reset-draft.ts'
import { FIRST_RESET, placesOf, scopeOf, strategyOf } from './reset-draft.ts'
import { ResetPreviewView } from './reset-preview.tsx'
import { ResetScope } from './reset-scope.tsx'
import { ResetStrategyFields } from './reset-strategy-fields.tsx'

export interface ResetDialogProps {
  readonly clusterId: string
  readonly group: GroupDetail
  readonly isOpen: boolean
  readonly onClose: () => void
}

/** Where the group reads on: chosen, previewed, and only then applied. What is applied is what the preview showed. */
export function ResetDialog({ clusterId, group, isOpen, onClose }: ResetDialogProps): ReactNode {
  const reset = useReset({ clusterId, group, onClose })
  const { draft, checked, scope, preview, apply } = reset
  return (
    <Dialog
      title={`Reset offsets of ${group.groupId}`}
      isOpen={isOpen}
      onClose={reset.close}
      size="large"
      actions={
        <>
          <Button onClick={reset.close}>Cancel</Button>
          <Button
            tone={preview.data ? 'default' : 'primary'}
            isDisabled={scope.length === 0}
            isBusy={preview.isPending}
            onClick={reset.showPreview}
          >
            Preview
          </Button>
          <Button
            tone={preview.data ? 'primary' : 'default'}
            isDisabled={!preview.data}
            isBusy={apply.isPending}
            onClick={reset.applyPreview}
          >
            Apply
          </Button>
        </>
      }
    >
      <Stack gap={16}>
        <ResetStrategyFields
          draft={draft}
          problem={reset.isTried && 'problem' in checked ? checked.problem : null}
          onChange={reset.change}
          onEnter={reset.showPreview}
        />
        <ResetScope
          places={reset.places}
          otherTopics={reset.otherTopics}
          draft={draft}
          onChange={(leftOut) => reset.change({ leftOut })}
          onAdd={(topic) => reset.change({ addedTopics: [...draft.addedTopics, topic] })}
        />
        {preview.error && <ErrorView problem={problemOf(preview.error, 'The reset could not be previewed.')} />}
        {preview.data && <ResetPreviewView preview={preview.data} />}
        {apply.error && (
          <ErrorView
            problem={problemOf(apply.error, 'No offset was changed.')}
            actions={
              problemCodeOf(apply.error) === 'CONFLICT' && (
                <Button size="small" onClick={reset.showPreview}>
                  Look again
                </Button>
              )
            }
          />
        )}
      </Stack>
    </Dialog>
  )
}

function useReset({ clusterId, group, onClose }: Omit<ResetDialogProps, 'isOpen'>) {
  const { groupId } = group
  const { timestamps: zone } = useSettings()
  const [draft, setDraft] = useState<ResetDraft>(FIRST_RESET)
  const [isTried, setIsTried] = useState(false)
  const groupsChanged = useGroupsChanged()
  const preview = useMutation(queries.groups.previewReset.mutationOptions())
  const apply = useMutation(
    queries.groups.applyReset.mutationOptions({
      onSuccess: ({ changedPartitionCount }) => {
        notifyDone(`${groupId} reads on elsewhere in ${formatCountOf(changedPartitionCount, 'partition')}.`)
        close()
        void groupsChanged()
      },
    }),
  )
  const checked = strategyOf(draft, zone)
  const { data: topics } = useQuery(queries.topics.list.queryOptions({ input: { clusterId } }))
  const places = placesOf(group.partitions, topics ?? [], draft.addedTopics)
  const named = new Set(places.map(({ topic }) => topic))
  const scope = scopeOf(places, draft)
  function close(): void {
    preview.reset()
    apply.reset()
    setDraft(FIRST_RESET)
    setIsTried(false)
    onClose()
  }
  return {
    draft,
    checked,
    places,
    otherTopics: (topics ?? []).filter(({ name, isInternal }) => !isInternal && !named.has(name)),
    scope,
    isTried,
    preview,
    apply,
    close,
    // A preview of something else than what is written would be taken for it.
    change: (change: Partial<ResetDraft>): void => {
      preview.reset()
      apply.reset()
      setDraft((before) => ({ ...before, ...change }))
    },
    showPreview: (): void => {
      setIsTried(true)
      apply.reset()
      if ('value' in checked && scope.length > 0) {
        preview.mutate({ clusterId, groupId, scope, strategy: checked.value })
      }
    },
    applyPreview: (): void => {
      const offsets = preview.data?.rows.map(({ topic, partition, newOffset }) => ({
        topic,
        partition,
        offset: newOffset,
      }))
      if (offsets) apply.mutate({ clusterId, groupId, offsets })
    },
  }
}
