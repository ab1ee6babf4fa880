import { IconBookmarkPlus, IconCamera, IconDownload, IconTrash } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { client, queries } from '../../api/client.ts'
import { useWhyReadOnly } from '../../api/clusters.ts'
import type { SnapshotSummary } from '../../api/groups.ts'
import { useGroupsChanged } from '../../api/groups.ts'
import { problemOf } from '../../api/problem.ts'
import { useSettings } from '../../api/settings.ts'
import { Button, IconButton } from '../../components/button.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Row, Spacer } from '../../components/layout.tsx'
import { notifyProblem } from '../../components/notify.ts'
import { TabContent, Toolbar } from '../../components/page.tsx'
import type { Column } from '../../components/table-parts.tsx'
import { Dim, OneLine } from '../../components/text.tsx'
import type { TimestampZone } from '../../formatting/timestamps.ts'
import { formatTimestampToSecond } from '../../formatting/timestamps.ts'
import { texts } from '../../languages/texts.ts'
import { SaveSnapshotDialog } from './save-snapshot-dialog.tsx'
import { saveText } from '../../components/save-text.ts'
import { reasonOfSnapshot } from './snapshot-words.ts'

interface SnapshotsTabProps {
  readonly clusterId: string
  readonly groupId: string
  /** Opens the reset with a snapshot as its strategy. */
  readonly onRestore: (snapshotId: string) => void
}

/** What the group had committed at some moments, kept by Brokkr on this machine. */
export function SnapshotsTab({ clusterId, groupId, onRestore }: SnapshotsTabProps): ReactNode {
  const { timestamps: zone } = useSettings()
  const [isSaving, setIsSaving] = useState(false)
  const groupsChanged = useGroupsChanged()
  const whyNoRestore = useWhyReadOnly(clusterId)
  const { data } = useQuery(queries.groups.snapshots.queryOptions({ input: { clusterId, groupId } }))
  const removal = useMutation(
    queries.groups.removeSnapshot.mutationOptions({
      onSuccess: () => groupsChanged(),
      onError: (error) => notifyProblem(problemOf(error, texts.groups.snapshots.notRemoved)),
    }),
  )
  const save = (snapshotId: string | null): void => {
    client.groups.offsetsAsCsv({ clusterId, groupId, snapshotId }).then(
      ({ csv, fileName }) => saveText({ name: fileName, text: csv, type: 'text/csv' }),
      (error: unknown) => notifyProblem(problemOf(error, texts.groups.snapshots.notExported)),
    )
  }
  const acts: RowActs = {
    onRestore,
    whyNoRestore,
    onExport: save,
    onRemove: (snapshotId) => removal.mutate({ clusterId, snapshotId }),
  }
  return (
    <TabContent>
      <Toolbar>
        <Dim>{texts.groups.snapshots.explanation}</Dim>
        <Spacer />
        <Button icon={<IconDownload size={14} />} onClick={() => save(null)}>
          {texts.groups.snapshots.exportNow}
        </Button>
        <Button icon={<IconBookmarkPlus size={14} />} onClick={() => setIsSaving(true)}>
          {texts.groups.snapshots.save}
        </Button>
      </Toolbar>
      <DataTable
        label={texts.groups.snapshots.label}
        rows={data}
        columns={columnsOf(zone, acts)}
        rowKey={({ id }) => id}
        minWidth={584}
        empty={
          <EmptyState icon={<IconCamera size={20} />} title={texts.groups.snapshots.none}>
            {texts.groups.snapshots.noneDetail}
          </EmptyState>
        }
      />
      {isSaving && <SaveSnapshotDialog clusterId={clusterId} groupId={groupId} onClose={() => setIsSaving(false)} />}
    </TabContent>
  )
}

interface RowActs {
  readonly onRestore: (snapshotId: string) => void
  readonly whyNoRestore: string | null
  readonly onExport: (snapshotId: string) => void
  readonly onRemove: (snapshotId: string) => void
}

function columnsOf(zone: TimestampZone, acts: RowActs): readonly Column<SnapshotSummary>[] {
  const words = texts.groups.snapshots
  return [
    {
      id: 'taken',
      header: words.taken,
      width: '172px',
      sortBy: ({ takenAt }) => takenAt,
      cell: ({ takenAt }) => formatTimestampToSecond(takenAt, zone),
    },
    {
      id: 'what',
      header: words.what,
      width: 'minmax(110px, 2fr)',
      cell: (snapshot) => {
        const text = snapshot.name ?? reasonOfSnapshot(snapshot, zone)
        return (
          <OneLine text={text}>
            {snapshot.name === null ? text : <strong>{text}</strong>}
            {snapshot.isOfAnotherCluster && <Dim> {words.otherCluster}</Dim>}
          </OneLine>
        )
      },
    },
    {
      id: 'who',
      header: words.who,
      width: 'minmax(60px, 0.6fr)',
      cell: ({ who }) => <OneLine text={who}>{who}</OneLine>,
    },
    {
      id: 'partitions',
      header: texts.groups.columns.partitions,
      width: '96px',
      align: 'end',
      cell: ({ partitionCount }) => partitionCount,
    },
    { id: 'acts', header: '', width: '152px', align: 'end', cell: (snapshot) => <Acts id={snapshot.id} acts={acts} /> },
  ]
}

function Acts({ id, acts }: { id: string; acts: RowActs }): ReactNode {
  const words = texts.groups.snapshots
  return (
    <Row gap={6} justify="flex-end">
      <Button size="small" whyDisabled={acts.whyNoRestore} onClick={() => acts.onRestore(id)}>
        {words.restore}
      </Button>
      <IconButton label={words.exportCsv} onClick={() => acts.onExport(id)}>
        <IconDownload size={14} />
      </IconButton>
      <IconButton label={words.remove} onClick={() => acts.onRemove(id)}>
        <IconTrash size={14} />
      </IconButton>
    </Row>
  )
}
