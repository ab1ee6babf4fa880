import { IconFileOff } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { EmptyState } from '../../components/empty-state.tsx'
import { texts } from '../../languages/texts.ts'

/** Why there is nothing to be seen of a cluster on other machines. */
export function FilesElsewhere(): ReactNode {
  return (
    <EmptyState icon={<IconFileOff size={20} />} title={texts.segments.elsewhere.title}>
      {texts.segments.elsewhere.what}
    </EmptyState>
  )
}
