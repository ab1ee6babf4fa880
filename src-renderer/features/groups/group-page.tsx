import { IconHistory, IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { queries } from '../../api/client.ts'
import { useWhyReadOnly } from '../../api/clusters.ts'
import type { GroupDetail, Isolation } from '../../api/groups.ts'
import { problemCodeOf, problemOf } from '../../api/problem.ts'
import { useAskedDialog } from '../../components/asked-dialog.ts'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { Page } from '../../components/page.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { TextSkeleton } from '../../components/text.tsx'
import { formatCount } from '../../formatting/counts.ts'
import { nameOfState } from '../../formatting/group-states.ts'
import { texts } from '../../languages/texts.ts'
import { DeleteGroupDialog } from './delete-group-dialog.tsx'
import { GroupMembers } from './group-members.tsx'
import { GroupOffsets } from './group-offsets.tsx'
import type { GroupTab } from './group-tab.ts'
import { LagTab } from './lag-tab.tsx'
import { PinButton } from './pin-button.tsx'
import { ResetDialog } from './reset-dialog.tsx'
import type { ResetDraft } from './reset-draft.ts'
import { SnapshotsTab } from './snapshots-tab.tsx'
import { UndoBar } from './undo-bar.tsx'
import { nameOfType, toneOfState } from './group-look.ts'

export interface GroupPageProps {
  readonly clusterId: string
  readonly groupId: string
  readonly tab: GroupTab
}

/** While somebody looks, it is asked again this often; thousands of partitions cost the cluster and the window something each time. */
function refreshMs(group: GroupDetail | undefined): number {
  return group !== undefined && group.partitions.length > 1000 ? 10_000 : 2000
}

type Dialog = 'delete' | 'reset'

/** One consumer group: who reads, how far, how far behind. */
export function GroupPage({ clusterId, groupId, tab }: GroupPageProps): ReactNode {
  const navigate = useNavigate()
  const [isolation, setIsolation] = useState<Isolation>('read-uncommitted')
  const [dialog, setDialog] = useAskedDialog<Dialog>(['delete', 'reset'])
  const [firstDraft, setFirstDraft] = useState<Partial<ResetDraft>>({})
  const { data: last, error } = useQuery(
    queries.groups.describe.queryOptions({
      input: { clusterId, groupId, isolation },
      refetchInterval: ({ state }) => refreshMs(state.data),
      placeholderData: (before) => before,
    }),
  )
  const onGroup = { clusterId, groupId }
  const openTab = (id: GroupTab): void =>
    void navigate({ to: '/clusters/$clusterId/groups/$groupId/$tab', params: { ...onGroup, tab: id }, replace: true })
  const close = (): void => {
    setDialog(null)
    setFirstDraft({})
  }
  const restore = (snapshotId: string): void => {
    setFirstDraft({ to: 'snapshot', snapshotId })
    setDialog('reset')
  }
  // A group that was deleted has its snapshots still, and can be made again from one.
  const isGone = problemCodeOf(error) === 'NOT_FOUND'
  const data = isGone ? undefined : last
  const shownTab = isGone && tab !== 'lag' ? 'snapshots' : tab
  return (
    <Page
      title={
        <>
          {groupId} {data && <Badge tone={toneOfState(data.state)}>{nameOfState(data.state)}</Badge>}
        </>
      }
      subtitle={data ? summaryOf(data) : !error && <TextSkeleton width={260} />}
      layout="fill"
      actions={data && <GroupActions clusterId={clusterId} group={data} onOpen={setDialog} />}
    >
      {error && <ErrorView problem={problemOf(error, texts.groups.notRead)} />}
      <UndoBar {...onGroup} onReview={restore} />
      {(data !== undefined || !error || isGone) && (
        <Tabs
          label={texts.groups.parts(groupId)}
          tabs={tabsOf(data).filter(({ isOfGroup }) => !isGone || !isOfGroup)}
          current={shownTab}
          onChange={openTab}
          isFilling
        >
          {shownTab === 'offsets' && (
            <GroupOffsets clusterId={clusterId} group={data} isolation={isolation} onIsolation={setIsolation} />
          )}
          {shownTab === 'members' && <GroupMembers group={data} />}
          {shownTab === 'lag' && <LagTab {...onGroup} />}
          {shownTab === 'snapshots' && <SnapshotsTab {...onGroup} onRestore={restore} />}
        </Tabs>
      )}
      {data && <DeleteGroupDialog clusterId={clusterId} group={data} isOpen={dialog === 'delete'} onClose={close} />}
      {dialog === 'reset' && (data !== undefined || isGone) && (
        <ResetDialog
          clusterId={clusterId}
          group={data ?? { groupId, partitions: [] }}
          first={firstDraft}
          onClose={close}
        />
      )}
    </Page>
  )
}

function tabsOf(group: GroupDetail | undefined) {
  const words = texts.groups.tabs
  return [
    {
      id: 'offsets',
      label: words.offsets,
      isOfGroup: true,
      ...(group && { count: formatCount(group.partitions.length) }),
    },
    {
      id: 'members',
      label: words.members,
      isOfGroup: true,
      ...(group && { count: formatCount(group.members.length) }),
    },
    { id: 'lag', label: words.lag, isOfGroup: false },
    { id: 'snapshots', label: words.snapshots, isOfGroup: false },
  ] as const
}

function summaryOf(group: GroupDetail): string {
  const words = texts.groups.summary
  const uncommitted = group.partitions.filter(({ committedOffset }) => committedOffset === null).length
  return [
    words.lag(group.totalLag === null ? null : formatCount(group.totalLag)),
    uncommitted > 0 && words.withoutOffset(uncommitted),
    texts.groups.members(group.members.length),
    nameOfType(group.type).toLowerCase(),
    group.protocol !== '' && group.protocol,
    group.groupEpoch !== null && words.epochs(group.groupEpoch, group.assignmentEpoch ?? 0),
    group.coordinator !== null && words.coordinator(group.coordinator),
  ]
    .filter((part) => part !== false)
    .join('  ·  ')
}

interface GroupActionsProps {
  readonly clusterId: string
  readonly group: GroupDetail
  readonly onOpen: (dialog: Dialog) => void
}

function GroupActions({ clusterId, group, onOpen }: GroupActionsProps): ReactNode {
  const readOnly = useWhyReadOnly(clusterId)
  return (
    <>
      <PinButton clusterId={clusterId} groupId={group.groupId} />
      <Button icon={<IconTrash size={14} />} whyDisabled={readOnly} onClick={() => onOpen('delete')}>
        {texts.groups.deleteGroup}
      </Button>
      <Button tone="primary" icon={<IconHistory size={14} />} whyDisabled={readOnly} onClick={() => onOpen('reset')}>
        {texts.groups.resetOffsets}
      </Button>
    </>
  )
}
