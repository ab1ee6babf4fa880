import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { queries } from '../../api/client.ts'
import { useNameToType } from '../../api/clusters.ts'
import { problemOf } from '../../api/problem.ts'
import { useSettings } from '../../api/settings.ts'
import type { PurgePreviewRow } from '../../api/topics.ts'
import { useTopicsChanged } from '../../api/topics.ts'
import { Button } from '../../components/button.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { Stack } from '../../components/layout.tsx'
import { notifyDone, notifyProblem } from '../../components/notify.ts'
import type { Column } from '../../components/table-parts.tsx'
import { OneLine } from '../../components/text.tsx'
import { useTypedName } from '../../components/typed-name.tsx'
import { formatCount, formatOffset } from '../../formatting/counts.ts'
import { texts } from '../../languages/texts.ts'
import { targetOfPurge, type PurgeDraft } from './purge-draft.ts'
import { PurgeFields } from './purge-fields.tsx'
import { GroupHits } from './topic-effect-view.tsx'

export interface PurgeTopicDialogProps {
  readonly clusterId: string
  readonly topic: string
  readonly partitionCount: number
  readonly onClose: () => void
}

/** Deletes messages up to an offset, up to a time, or all: what goes is shown before. */
export function PurgeTopicDialog({ clusterId, topic, partitionCount, onClose }: PurgeTopicDialogProps): ReactNode {
  const words = texts.topics
  const zone = useSettings().timestamps
  const [draft, setDraft] = useState<PurgeDraft>({ to: 'end', offset: '', time: '', partitions: null })
  const { field, isTyped, confirmedName } = useTypedName(useNameToType(clusterId, topic))
  const target = targetOfPurge(draft, zone)
  const preview = useQuery(
    queries.topics.previewPurge.queryOptions({
      input: {
        clusterId,
        topic,
        target: target ?? { to: 'end' },
        partitions: draft.partitions === null ? null : [...draft.partitions],
      },
      enabled: target !== null,
      staleTime: 0,
      placeholderData: keepPreviousData,
    }),
  )
  const rows = target === null ? undefined : preview.data?.rows
  const cut = rows?.filter(({ lostCount }) => lostCount > 0n) ?? []
  const lost = cut.reduce((sum, { lostCount }) => sum + lostCount, 0n)
  const purge = usePurge({ topic, lost, onDone: onClose })
  const isAllowed = cut.length > 0 && !preview.isPlaceholderData && isTyped
  const submit = (): void => {
    const purges = cut.map(({ partition, beforeOffset }) => ({ partition, beforeOffset }))
    purge.mutate({ clusterId, topic, purges, confirmedName })
  }
  return (
    <Dialog
      title={words.purgeTitle(topic)}
      size="large"
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{words.cancel}</Button>
          <Button tone="danger" isDisabled={!isAllowed} isBusy={purge.isPending} onClick={submit}>
            {words.purgeCount(lost)}
          </Button>
        </>
      }
    >
      <Stack gap={14}>
        <PurgeFields draft={draft} partitionCount={partitionCount} zone={zone} onChange={setDraft} />
        <div style={{ height: Math.min(320, 40 + 34 * Math.max(1, rows?.length ?? 3)), display: 'flex' }}>
          <DataTable
            label={words.purgePreview}
            rows={rows}
            columns={purgeColumns()}
            rowKey={({ partition }) => String(partition)}
          />
        </div>
        {preview.data && <GroupHits groups={preview.data.groups} problem={preview.data.problem} />}
        {field}
        {preview.error && <ErrorView problem={problemOf(preview.error, words.notPreviewed)} />}
        {purge.error && <ErrorView problem={problemOf(purge.error, words.notPurged(topic))} />}
      </Stack>
    </Dialog>
  )
}

function usePurge({ topic, lost, onDone }: { topic: string; lost: bigint; onDone: () => void }) {
  const words = texts.topics
  const topicsChanged = useTopicsChanged()
  return useMutation(
    queries.topics.purge.mutationOptions({
      onSuccess: async ({ partitions }) => {
        onDone()
        const refused = partitions.find(({ problem }) => problem !== null)
        if (refused === undefined) notifyDone(words.purged(topic, lost))
        else notifyProblem({ what: words.partlyPurged(topic), why: refused.problem ?? '', remedy: '' })
        await topicsChanged()
      },
    }),
  )
}

function purgeColumns(): readonly Column<PurgePreviewRow>[] {
  const words = texts.topics
  return [
    { id: 'partition', header: words.partition, width: 'minmax(84px, 0.6fr)', cell: ({ partition }) => partition },
    {
      id: 'start',
      header: words.startOffset,
      align: 'end',
      width: 'minmax(90px, 1fr)',
      cell: ({ startOffset }) => formatOffset(startOffset),
    },
    {
      id: 'before',
      header: words.newStart,
      align: 'end',
      width: 'minmax(112px, 1fr)',
      cell: ({ beforeOffset }) => formatOffset(beforeOffset),
    },
    {
      id: 'end',
      header: words.endOffset,
      align: 'end',
      width: 'minmax(90px, 1fr)',
      cell: ({ endOffset }) => formatOffset(endOffset),
    },
    {
      id: 'lost',
      header: words.lostMessages,
      align: 'end',
      width: 'minmax(112px, 1fr)',
      cell: ({ lostCount }) => formatCount(lostCount),
    },
    {
      id: 'note',
      header: words.note,
      width: 'minmax(150px, 2fr)',
      cell: ({ note }) => note !== null && <OneLine>{words.notes[note]}</OneLine>,
    },
  ]
}
