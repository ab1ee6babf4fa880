import { IconChevronLeft } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { queries } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import type { BatchSummary, SegmentFile } from '../../api/segments.ts'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { Toolbar } from '../../components/page.tsx'
import { SplitPane } from '../../components/split-pane.tsx'
import { Dim, Mono } from '../../components/text.tsx'
import { formatBytes } from '../../formatting/bytes.ts'
import { formatCountOf } from '../../formatting/counts.ts'
import { batchColumns } from './batch-columns.tsx'
import { BatchDetail } from './batch-detail.tsx'
import { Damage } from './damage.tsx'
import type { PartitionPlace } from './partition-place.ts'
import styles from './segments.module.css'

export interface SegmentDetailProps {
  readonly place: PartitionPlace
  readonly segment: SegmentFile
  readonly onBack: () => void
}

const PAGE_BATCHES = 200

/** The batches of a segment file, read on as one scrolls, and the records of one of them. */
export function SegmentDetail({ place, segment, onBack }: SegmentDetailProps): ReactNode {
  const [chosen, setChosen] = useState<BatchSummary | null>(null)
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useBatches(place, segment)
  const batches = data?.pages.flatMap((page) => page.batches)
  const damage = data?.pages.at(-1)?.damage ?? null
  const readOn = (visible: readonly BatchSummary[]): void => {
    const isAtEnd = visible.at(-1)?.position === batches?.at(-1)?.position
    if (isAtEnd && hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }
  return (
    <div
      role="presentation"
      className={styles.fill}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && chosen) setChosen(null)
      }}
    >
      <Toolbar>
        <Button tone="quiet" icon={<IconChevronLeft size={14} />} onClick={onBack}>
          {`Segments of ${place.topic}-${place.partition}`}
        </Button>
        <Mono>{segment.fileName}</Mono>
        {segment.isActive && <Badge tone="ok">active</Badge>}
        <Dim>
          {formatBytes(segment.sizeBytes)}
          {batches && `  ·  ${formatCountOf(batches.length, 'batch', 'batches')}${hasNextPage ? ' so far' : ''}`}
        </Dim>
      </Toolbar>
      <Companions segment={segment} />
      {damage !== null && <Damage what="The file cannot be read to its end." why={damage} />}
      {error ? (
        <ErrorView problem={problemOf(error, 'The segment could not be read.')} />
      ) : (
        <SplitPane
          sideLabel="the batch"
          initialSideWidth={400}
          minSideWidth={320}
          main={
            <DataTable
              label="Batches"
              rows={batches}
              columns={batchColumns(chosen !== null)}
              rowKey={({ position }) => String(position)}
              rowHeight={30}
              minWidth={chosen === null ? 760 : 420}
              selectedKey={chosen ? String(chosen.position) : null}
              onSelect={setChosen}
              onOpen={setChosen}
              onVisibleRows={readOn}
              empty={<EmptyState title="No batches">Nothing has been written to this file yet.</EmptyState>}
            />
          }
          side={
            chosen && (
              <BatchDetail
                key={String(chosen.position)}
                place={place}
                baseOffset={segment.baseOffset}
                batch={chosen}
                onClose={() => setChosen(null)}
              />
            )
          }
        />
      )}
    </div>
  )
}

function useBatches(place: PartitionPlace, { baseOffset }: SegmentFile) {
  return useInfiniteQuery(
    queries.segments.batches.infiniteOptions({
      input: (fromPosition: bigint) => ({ ...place, baseOffset, fromPosition, limit: PAGE_BATCHES }),
      initialPageParam: 0n,
      getNextPageParam: ({ nextPosition }) => nextPosition ?? undefined,
    }),
  )
}

/** The files that belong to a segment: its indexes, snapshots. */
function Companions({ segment: { companions } }: { segment: SegmentFile }): ReactNode {
  if (companions.length === 0) return null
  return (
    <ul className={styles.companions} aria-label="Files beside it">
      {companions.map(({ fileName, sizeBytes }) => (
        <li key={fileName}>
          <Mono>{fileName}</Mono> <Dim>{formatBytes(sizeBytes)}</Dim>
        </li>
      ))}
    </ul>
  )
}
