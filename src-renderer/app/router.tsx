import { createHashHistory, createRootRoute, createRoute, createRouter, redirect } from '@tanstack/react-router'
import { BrokersPage } from '../features/brokers/brokers-page.tsx'
import { readRecordSearch } from '../features/messages/record-place.ts'
import { readDiskSearch } from '../features/segments/disk-place.ts'
import { SchemasPage } from '../features/schemas/schemas-page.tsx'
import { SettingsPage } from '../features/settings/settings-page.tsx'
import { TopicsPage } from '../features/topics/topics-page.tsx'
import { GroupScreen, GroupsScreen, SegmentsScreen } from './data-screens.tsx'
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

const welcome = createRoute({ getParentRoute: () => root, path: '/', component: WelcomeScreen })
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
  component: function Topics() {
    return <TopicsPage clusterId={topics.useParams().clusterId} />
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
  component: function Topic() {
    const { clusterId, topic: name, tab } = topicTab.useParams()
    return isTopicTab(tab) ? <TopicScreen key={name} clusterId={clusterId} topic={name} tab={tab} /> : <NotFound />
  },
})

const groups = createRoute({
  getParentRoute: () => cluster,
  path: 'groups',
  component: function Groups() {
    return <GroupsScreen clusterId={groups.useParams().clusterId} />
  },
})

const group = createRoute({
  getParentRoute: () => cluster,
  path: 'groups/$groupId',
  component: function Group() {
    return <GroupScreen {...group.useParams()} />
  },
})

const brokers = createRoute({
  getParentRoute: () => cluster,
  path: 'brokers',
  component: function Brokers() {
    return <BrokersPage clusterId={brokers.useParams().clusterId} />
  },
})

const segments = createRoute({
  getParentRoute: () => cluster,
  path: 'segments',
  validateSearch: readDiskSearch,
  component: function Segments() {
    return <SegmentsScreen clusterId={segments.useParams().clusterId} />
  },
})

const schemas = createRoute({
  getParentRoute: () => cluster,
  path: 'schemas',
  component: function Schemas() {
    const { clusterId } = schemas.useParams()
    return <SchemasPage key={clusterId} clusterId={clusterId} />
  },
})

const tree = root.addChildren([
  welcome,
  settings,
  directory,
  openLink,
  cluster.addChildren([overview, topics, topic, topicTab, groups, group, brokers, schemas, segments]),
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
