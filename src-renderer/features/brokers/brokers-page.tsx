import type { ReactNode } from 'react'
import { Page } from '../../components/page.tsx'
export function BrokersPage({ clusterId }: { clusterId: string }): ReactNode {
  return <Page title="Brokers">{clusterId}</Page>
}
