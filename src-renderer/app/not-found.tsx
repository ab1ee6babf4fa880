import { IconMapQuestion } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { EmptyState } from '../components/empty-state.tsx'

export function NotFound(): ReactNode {
  return (
    <EmptyState isScreen icon={<IconMapQuestion size={20} />} title="There is no such screen">
      Choose a cluster on the left.
    </EmptyState>
  )
}
