import type { ReactNode } from 'react'
import type { OffsetsChanged } from '../../api/groups.ts'
import { ErrorView } from '../../components/error-view.tsx'
import { Stack } from '../../components/layout.tsx'
import { texts } from '../../languages/texts.ts'
import { partitionKey } from './reset-draft.ts'
import styles from './reset-dialog.module.css'

/** A change that the cluster made in part: which partitions are as they were, and why. */
export function RefusedPartitions({ groupId, changed }: { groupId: string; changed: OffsetsChanged }): ReactNode {
  const { refused, changedPartitionCount } = changed
  return (
    <Stack gap={12}>
      <ErrorView
        problem={{
          what: texts.groups.partly.what(groupId),
          why: texts.groups.partly.why(changedPartitionCount, refused.length),
          remedy: texts.groups.partly.remedy,
        }}
      />
      <ul className={styles.notes}>
        {refused.map((each) => (
          <li key={partitionKey(each)}>
            <strong>{`${each.topic}-${each.partition}`}</strong> {each.why}
          </li>
        ))}
      </ul>
    </Stack>
  )
}
