import { IconChevronLeft } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useMemo, useState } from 'react'
import { queries } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import type { SegmentFile } from '../../api/segments.ts'
import { useSettings } from '../../api/settings.ts'
import { Button } from '../../components/button.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { Toolbar } from '../../components/page.tsx'
import { Mono, OneLine } from '../../components/text.tsx'
import type { PartitionOnDisk } from './partition-on-disk.ts'
import { segmentColumns } from './segment-columns.tsx'
import { SegmentDetail } from './segment-detail.tsx'
import styles from './segments.module.css'

export interface PartitionSegmentsProps {
  readonly clusterId: string
  readonly partition: PartitionOnDisk
  /** Chooses another partition. */
  readonly picker?: ReactNode
  /** A way back to where the partition was chosen. */
  readonly back?: { readonly label: string; readonly onBack: () => void }
}

/** A partition's segment files; one of them can be opened. */
export function PartitionSegments({ clusterId, partition, picker, back }: PartitionSegmentsProps): ReactNode {
  const { timestamps: zone } = useSettings()
  const [opened, setOpened] = useState<bigint | null>(null)
  const place = { clusterId, topic: partition.topic, partition: partition.partition }
  const { data, error } = useQuery(queries.segments.list.queryOptions({ input: place, refetchInterval: 5000 }))
  const columns = useMemo(() => segmentColumns(zone), [zone])
  const segment = data?.find(({ baseOffset }) => baseOffset === opened)
  if (segment) return <SegmentDetail place={place} segment={segment} onBack={() => setOpened(null)} />
  return (
    <>
      <Toolbar>
        {back && (
          <Button tone="quiet" icon={<IconChevronLeft size={14} />} onClick={back.onBack}>
            {back.label}
          </Button>
        )}
        {picker ?? <strong>{`${partition.topic}-${partition.partition}`}</strong>}
        <div className={styles.directory}>
          <OneLine text={partition.directory}>
            <Mono>{partition.directory}</Mono>
          </OneLine>
        </div>
      </Toolbar>
      {error && !data ? (
        <ErrorView problem={problemOf(error, 'The segments could not be listed.')} />
      ) : (
        <DataTable<SegmentFile>
          label="Segments"
          rows={data}
          columns={columns}
          rowKey={({ fileName }) => fileName}
          onOpen={({ baseOffset }) => setOpened(baseOffset)}
          minWidth={944}
          empty={<EmptyState title="No segment files">The directory is there, and empty.</EmptyState>}
        />
      )}
    </>
  )
}
