import type { ReactNode } from 'react'
import { Page } from '../../components/page.tsx'
export function TopicsPage({ clusterId }: { clusterId: string }): ReactNode {
  return <Page title="Topics">{clusterId}</Page>
}
