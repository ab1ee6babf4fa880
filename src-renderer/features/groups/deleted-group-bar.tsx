import { IconArrowBackUp } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { queries } from '../../api/client.ts'
import { useWhyReadOnly } from '../../api/clusters.ts'
import type { GroupSummary } from '../../api/groups.ts'
import { useGroupsChanged } from '../../api/groups.ts'
import { problemOf } from '../../api/problem.ts'
import { useSettings } from '../../api/settings.ts'
import { Button } from '../../components/button.tsx'
import { notifyDone, notifyProblem } from '../../components/notify.ts'
import { formatTimestampToSecond } from '../../formatting/timestamps.ts'
import { texts } from '../../languages/texts.ts'
import styles from './undo-bar.module.css'

interface DeletedGroupBarProps {
  readonly clusterId: string
  /** The groups that there are. */
  readonly groups: readonly GroupSummary[]
}

/** The group that was deleted last from here, and the way back. */
export function DeletedGroupBar({ clusterId, groups }: DeletedGroupBarProps): ReactNode {
  const { timestamps: zone } = useSettings()
  const groupsChanged = useGroupsChanged()
  const readOnly = useWhyReadOnly(clusterId)
  const { data } = useQuery(queries.groups.deletedGroups.queryOptions({ input: { clusterId } }))
  const undo = useMutation(
    queries.groups.undoReset.mutationOptions({
      onSuccess: async (_changed, { groupId }) => {
        notifyDone(texts.groups.deletion.undone(groupId))
        await groupsChanged()
      },
      onError: (error) => notifyProblem(problemOf(error, texts.groups.nothingChanged)),
    }),
  )
  const last = data?.find(
    ({ groupId, isOfAnotherCluster }) => !isOfAnotherCluster && !groups.some((each) => each.groupId === groupId),
  )
  if (last === undefined) return null
  return (
    <div className={styles.frame}>
      <div className={styles.bar}>
        <span className={styles.text}>
          {texts.groups.deletion.last(formatTimestampToSecond(last.takenAt, zone), last.who)}{' '}
          <strong>{last.groupId}</strong>
        </span>
        <Button
          size="small"
          icon={<IconArrowBackUp size={14} />}
          isBusy={undo.isPending}
          whyDisabled={readOnly}
          onClick={() => undo.mutate({ clusterId, groupId: last.groupId, snapshotId: last.id })}
        >
          {texts.groups.undo.undo}
        </Button>
      </div>
    </div>
  )
}
