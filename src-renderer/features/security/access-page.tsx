import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Page } from '../../components/page.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { texts } from '../../languages/texts.ts'
import { ACCESS_TABS, type AccessTab } from './access-tab.ts'
import { AclsTab } from './acls-tab.tsx'
import { QuotasTab } from './quotas-tab.tsx'
import { RightsTab } from './rights-tab.tsx'
import { UsersTab } from './users-tab.tsx'

/** Who may do what on a cluster, who may log in, and how much each may use. */
export function AccessPage({ clusterId, tab }: { clusterId: string; tab: AccessTab }): ReactNode {
  const words = texts.security
  const navigate = useNavigate()
  const open = (id: AccessTab): void =>
    void navigate({ to: '/clusters/$clusterId/access/$tab', params: { clusterId, tab: id }, replace: true })
  return (
    <Page title={words.title} subtitle={words.subtitle} layout="fill">
      <Tabs
        label={words.parts}
        tabs={ACCESS_TABS.map((id) => ({ id, label: words.tabs[id] }))}
        current={tab}
        onChange={open}
        isFilling
      >
        {tab === 'acls' && <AclsTab clusterId={clusterId} />}
        {tab === 'rights' && <RightsTab clusterId={clusterId} />}
        {tab === 'users' && <UsersTab clusterId={clusterId} />}
        {tab === 'quotas' && <QuotasTab clusterId={clusterId} />}
      </Tabs>
    </Page>
  )
}
