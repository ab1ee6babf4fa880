import { createHashHistory, createRootRoute, createRoute, createRouter, redirect } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { isBrokerTab } from '../features/brokers/broker-tab.ts'
import { BrokersPage } from '../features/brokers/brokers-page.tsx'
import { isGroupTab } from '../features/groups/group-tab.ts'
import { JournalPage } from '../features/journal/journal-page.tsx'
import { readRecordSearch } from '../features/messages/record-place.ts'
import { readDiskSearch } from '../features/segments/disk-place.ts'
import { SchemasPage } from '../features/schemas/schemas-page.tsx'
import { AccessPage } from '../features/security/access-page.tsx'
import { isAccessTab } from '../features/security/access-tab.ts'
import { SettingsPage } from '../features/settings/settings-page.tsx'
import { TransactionsPage } from '../features/transactions/transactions-page.tsx'
import { isTransactionTab } from '../features/transactions/transactions-tab.ts'
import { GroupScreen, GroupsScreen, SegmentsScreen, TopicsScreen } from './data-screens.tsx'
import { DirectoryScreen, readDirectorySearch } from './directory-screen.tsx'
import { NotFound } from './not-found.tsx'
import { OpenLinkScreen, readLinkSearch } from './open-link-screen.tsx'
import { OverviewScreen } from './overview-screen.tsx'
import { Shell } from './shell.tsx'
import { TopicScreen } from './topic-screen.tsx'
import { isTopicTab } from '../features/topics/topic-tab.ts'
import { WelcomeScreen } from './welcome-screen.tsx'
import { ClusterGate } from './cluster-gate.tsx'

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound })

const welcome = createRoute({
  getParentRoute: () => root,
  path: '/',
  validateSearch: ({ file }: Record<string, unknown>): { file?: string } => (typeof file === 'string' ? { file } : {}),
  component: WelcomeScreen,
})
const settings = createRoute({ getParentRoute: () => root, path: 'settings', component: SettingsPage })

const directory = createRoute({
  getParentRoute: () => root,
  path: 'directory',
  validateSearch: readDirectorySearch,
  component: DirectoryScreen,
})

const openLink = createRoute({
  getParentRoute: () => root,
  path: 'open',
  validateSearch: readLinkSearch,
  component: OpenLinkScreen,
})

const cluster = createRoute({ getParentRoute: () => root, path: 'clusters/$clusterId', component: ClusterGate })

const overview = createRoute({ getParentRoute: () => cluster, path: '/', component: OverviewScreen })

const topics = createRoute({
  getParentRoute: () => cluster,
  path: 'topics',
  component: function Topics(): ReactNode {
    return <TopicsScreen clusterId={topics.useParams().clusterId} />
  },
})

const topic = createRoute({
  getParentRoute: () => cluster,
  path: 'topics/$topic',
  beforeLoad: ({ params }) => {
    redirect({ to: '/clusters/$clusterId/topics/$topic/$tab', params: { ...params, tab: 'messages' }, throw: true })
  },
})

const topicTab = createRoute({
  getParentRoute: () => cluster,
  path: 'topics/$topic/$tab',
  validateSearch: (search: Record<string, unknown>) => ({ ...readRecordSearch(search), ...readDiskSearch(search) }),
  component: function Topic(): ReactNode {
    const { clusterId, topic: name, tab } = topicTab.useParams()
    return isTopicTab(tab) ? <TopicScreen key={name} clusterId={clusterId} topic={name} tab={tab} /> : <NotFound />
  },
})

const groups = createRoute({
  getParentRoute: () => cluster,
  path: 'groups',
  component: function Groups(): ReactNode {
    return <GroupsScreen clusterId={groups.useParams().clusterId} />
  },
})

const group = createRoute({
  getParentRoute: () => cluster,
  path: 'groups/$groupId',
  beforeLoad: ({ params, location: { hash } }) => {
    redirect({
      to: '/clusters/$clusterId/groups/$groupId/$tab',
      params: { ...params, tab: 'offsets' },
      hash,
      throw: true,
    })
  },
})

const groupTab = createRoute({
  getParentRoute: () => cluster,
  path: 'groups/$groupId/$tab',
  component: function Group(): ReactNode {
    const { clusterId, groupId, tab } = groupTab.useParams()
    return isGroupTab(tab) ? <GroupScreen clusterId={clusterId} groupId={groupId} tab={tab} /> : <NotFound />
  },
})

const brokers = createRoute({
  getParentRoute: () => cluster,
  path: 'brokers',
  beforeLoad: ({ params }) => {
    redirect({ to: '/clusters/$clusterId/brokers/$tab', params: { ...params, tab: 'configuration' }, throw: true })
  },
})

const brokersTab = createRoute({
  getParentRoute: () => cluster,
  path: 'brokers/$tab',
  component: function Brokers(): ReactNode {
    const { clusterId, tab } = brokersTab.useParams()
    return isBrokerTab(tab) ? <BrokersPage key={clusterId} clusterId={clusterId} tab={tab} /> : <NotFound />
  },
})

const access = createRoute({
  getParentRoute: () => cluster,
  path: 'access',
  // The same route for every tab: another one would be drawn anew, and the keyboard lose its place among the tabs.
  beforeLoad: ({ params }) => {
    redirect({ to: '/clusters/$clusterId/access/$tab', params: { ...params, tab: 'acls' }, throw: true })
  },
})

const accessTab = createRoute({
  getParentRoute: () => cluster,
  path: 'access/$tab',
  component: function Access(): ReactNode {
    const { clusterId, tab } = accessTab.useParams()
    return isAccessTab(tab) ? <AccessPage key={clusterId} clusterId={clusterId} tab={tab} /> : <NotFound />
  },
})

const transactions = createRoute({
  getParentRoute: () => cluster,
  path: 'transactions',
  beforeLoad: ({ params }) => {
    redirect({ to: '/clusters/$clusterId/transactions/$tab', params: { ...params, tab: 'transactions' }, throw: true })
  },
})

const transactionsTab = createRoute({
  getParentRoute: () => cluster,
  path: 'transactions/$tab',
  component: function Transactions(): ReactNode {
    const { clusterId, tab } = transactionsTab.useParams()
    return isTransactionTab(tab) ? <TransactionsPage key={clusterId} clusterId={clusterId} tab={tab} /> : <NotFound />
  },
})

const journal = createRoute({
  getParentRoute: () => cluster,
  path: 'journal',
  component: function Journal(): ReactNode {
    const { clusterId } = journal.useParams()
    return <JournalPage key={clusterId} clusterId={clusterId} />
  },
})

const segments = createRoute({
  getParentRoute: () => cluster,
  path: 'segments',
  validateSearch: readDiskSearch,
  component: function Segments(): ReactNode {
    return <SegmentsScreen clusterId={segments.useParams().clusterId} />
  },
})

const schemas = createRoute({
  getParentRoute: () => cluster,
  path: 'schemas',
  component: function Schemas(): ReactNode {
    const { clusterId } = schemas.useParams()
    return <SchemasPage key={clusterId} clusterId={clusterId} />
  },
})

const tree = root.addChildren([
  welcome,
  settings,
  directory,
  openLink,
  cluster.addChildren([
    overview,
    topics,
    topic,
    topicTab,
    groups,
    group,
    groupTab,
    brokers,
    brokersTab,
    access,
    accessTab,
    transactions,
    transactionsTab,
    journal,
    schemas,
    segments,
  ]),
])

/** Addresses stand behind the `#`, so that they work from a file, from a server, and with a token in the query. */
export const router = createRouter({
  routeTree: tree,
  history: createHashHistory(),
  defaultPreload: false,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
