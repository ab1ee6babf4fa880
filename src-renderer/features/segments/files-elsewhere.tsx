import { IconFileOff } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { EmptyState } from '../../components/empty-state.tsx'

/** Why there is nothing to be seen of a cluster on other machines. */
export function FilesElsewhere(): ReactNode {
  return (
    <EmptyState icon={<IconFileOff size={20} />} title="The files of this cluster are on other machines">
      Only the local cluster’s segments lie where Brokkr can read them. Messages, partitions and configuration can be
      seen of every cluster.
    </EmptyState>
  )
}
