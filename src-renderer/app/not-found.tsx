import { IconMapQuestion } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { EmptyState } from '../components/empty-state.tsx'
import { texts } from '../languages/texts.ts'

export function NotFound(): ReactNode {
  return (
    <EmptyState isScreen icon={<IconMapQuestion size={20} />} title={texts.app.notFound.title}>
      {texts.app.notFound.detail}
    </EmptyState>
  )
}
