import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Page } from '../../components/page.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { texts } from '../../languages/texts.ts'
import { HangingTab } from './hanging-tab.tsx'
import { ProducersTab } from './producers-tab.tsx'
import { TransactionalIds } from './transactional-ids.tsx'
import { TRANSACTION_TABS, type TransactionTab } from './transactions-tab.ts'

/** Transactional ids and producers of a cluster, and what hangs. */
export function TransactionsPage({ clusterId, tab }: { clusterId: string; tab: TransactionTab }): ReactNode {
  const words = texts.transactions
  const navigate = useNavigate()
  const open = (id: TransactionTab): void =>
    void navigate({ to: '/clusters/$clusterId/transactions/$tab', params: { clusterId, tab: id }, replace: true })
  return (
    <Page title={words.title} subtitle={words.subtitle} layout="fill">
      <Tabs
        label={words.parts}
        tabs={TRANSACTION_TABS.map((id) => ({ id, label: words.tabs[id] }))}
        current={tab}
        onChange={open}
        isFilling
      >
        {tab === 'transactions' && <TransactionalIds clusterId={clusterId} />}
        {tab === 'producers' && <ProducersTab clusterId={clusterId} />}
        {tab === 'hanging' && <HangingTab clusterId={clusterId} />}
      </Tabs>
    </Page>
  )
}
