import { IconBookmarkOff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useMemo, useState } from 'react'
import { queries } from '../../api/client.ts'
import { useWhyReadOnly } from '../../api/clusters.ts'
import type { GroupDetail, Isolation } from '../../api/groups.ts'
import { DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ChoiceField } from '../../components/fields.tsx'
import { Spacer } from '../../components/layout.tsx'
import { TabContent, Toolbar } from '../../components/page.tsx'
import { Dim } from '../../components/text.tsx'
import { texts } from '../../languages/texts.ts'
import type { OffsetsToDelete } from './delete-offsets-dialog.tsx'
import { DeleteOffsetsDialog } from './delete-offsets-dialog.tsx'
import { offsetColumns } from './offset-columns.tsx'
import { partitionKey } from './reset-draft.ts'

interface GroupOffsetsProps {
  readonly clusterId: string
  readonly group: GroupDetail | undefined
  readonly isolation: Isolation
  readonly onIsolation: (isolation: Isolation) => void
}

/** A record is read for each partition that has moved. */
const TIME_LAGS_EVERY_MS = 5000

/** How far the group is in each partition. */
export function GroupOffsets({ clusterId, group, isolation, onIsolation }: GroupOffsetsProps): ReactNode {
  const [toDelete, setToDelete] = useState<OffsetsToDelete | null>(null)
  const groupId = group?.groupId ?? ''
  const hasCommits = group !== undefined && group.partitions.length > 0
  const { data: timeLags } = useQuery(
    queries.groups.timeLags.queryOptions({
      input: { clusterId, groupId },
      enabled: hasCommits,
      refetchInterval: TIME_LAGS_EVERY_MS,
      retry: false,
    }),
  )
  const waits = useMemo(() => new Map(timeLags?.map((each) => [partitionKey(each), each.lagMs])), [timeLags])
  const whyNoDelete = useWhyReadOnly(clusterId)
  const columns = useMemo(
    () => offsetColumns({ clusterId, group, waits, whyNoDelete, onDelete: hasCommits ? setToDelete : null }),
    [clusterId, group, waits, whyNoDelete, hasCommits],
  )
  return (
    <TabContent>
      <Toolbar>
        <Dim>{isolation === 'read-committed' ? texts.groups.endIsStable : texts.groups.endIsEnd}</Dim>
        <Spacer />
        <ChoiceField
          label={texts.groups.isolation}
          value={isolation}
          options={[
            { value: 'read-uncommitted', label: texts.groups.readUncommitted },
            { value: 'read-committed', label: texts.groups.readCommitted },
          ]}
          onChange={onIsolation}
        />
      </Toolbar>
      <DataTable
        label={texts.groups.offsetsOfGroup}
        rows={group?.partitions}
        columns={columns}
        rowKey={partitionKey}
        minWidth={720}
        empty={
          <EmptyState icon={<IconBookmarkOff size={20} />} title={texts.groups.noOffsets}>
            {texts.groups.noOffsetsDetail}
          </EmptyState>
        }
      />
      {toDelete && group && (
        <DeleteOffsetsDialog clusterId={clusterId} group={group} wanted={toDelete} onClose={() => setToDelete(null)} />
      )}
    </TabContent>
  )
}
