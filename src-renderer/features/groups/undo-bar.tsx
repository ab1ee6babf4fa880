import { IconArrowBackUp } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { queries } from '../../api/client.ts'
import { useIsProduction, useWhyReadOnly } from '../../api/clusters.ts'
import type { OffsetsChanged } from '../../api/groups.ts'
import { useGroupsChanged } from '../../api/groups.ts'
import { problemOf } from '../../api/problem.ts'
import { useSettings } from '../../api/settings.ts'
import { Button } from '../../components/button.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { notifyDone } from '../../components/notify.ts'
import { formatTimestampToSecond } from '../../formatting/timestamps.ts'
import { texts } from '../../languages/texts.ts'
import { RefusedPartitions } from './refused-partitions.tsx'
import { reasonOfSnapshot } from './snapshot-words.ts'
import styles from './undo-bar.module.css'
import { useNow } from '../../components/use-now.ts'

interface UndoBarProps {
  readonly clusterId: string
  readonly groupId: string
  /** On a production cluster what skips messages is looked at before. */
  readonly onReview: (snapshotId: string) => void
}

/** After a day a group has mostly read on; what was before is still among the snapshots. */
const SHOWN_FOR_MS = 86_400_000

/** What was changed last from here, and the way back. */
export function UndoBar({ clusterId, groupId, onReview }: UndoBarProps): ReactNode {
  const { timestamps: zone } = useSettings()
  const isProduction = useIsProduction(clusterId)
  const [outcome, setOutcome] = useState<OffsetsChanged | null>(null)
  const groupsChanged = useGroupsChanged()
  const readOnly = useWhyReadOnly(clusterId)
  const { data } = useQuery(queries.groups.snapshots.queryOptions({ input: { clusterId, groupId } }))
  const undo = useMutation(
    queries.groups.undoReset.mutationOptions({
      onSuccess: (changed) => {
        if (changed.refused.length > 0) setOutcome(changed)
        else notifyDone(texts.groups.undo.done(groupId, changed.changedPartitionCount))
        void groupsChanged()
      },
    }),
  )
  const now = useNow(60_000)
  const last = data?.find(({ kind }) => kind !== 'saved')
  if (last === undefined || last.isOfAnotherCluster || now - Number(last.takenAt) > SHOWN_FOR_MS) return null
  return (
    <div className={styles.frame}>
      <div className={styles.bar}>
        <span className={styles.text}>
          {texts.groups.undo.last(formatTimestampToSecond(last.takenAt, zone), last.who)}{' '}
          <strong>{reasonOfSnapshot(last, zone)}</strong>
        </span>
        <Button
          size="small"
          icon={<IconArrowBackUp size={14} />}
          isBusy={undo.isPending}
          whyDisabled={readOnly}
          onClick={() => (isProduction ? onReview(last.id) : undo.mutate({ clusterId, groupId, snapshotId: last.id }))}
        >
          {texts.groups.undo.undo}
        </Button>
      </div>
      {undo.error && <ErrorView problem={problemOf(undo.error, texts.groups.nothingChanged)} />}
      {outcome && <RefusedPartitions groupId={groupId} changed={outcome} />}
    </div>
  )
}
