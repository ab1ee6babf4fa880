import { IconFileDatabase, IconFileUnknown } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { localClusterId } from '../../api/clusters.ts'
import { queries } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import type { OpenedPlace } from '../../api/segments.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { Page, TabContent } from '../../components/page.tsx'
import { texts } from '../../languages/texts.ts'
import { useDiskPlace } from './disk-place.ts'
import { FileView } from './file-view.tsx'
import { FilesElsewhere } from './files-elsewhere.tsx'
import { FolderList } from './folder-list.tsx'
import { FolderPage } from './folder-page.tsx'

/** Everything that lies in the log directory, also while the broker is stopped. */
export function SegmentsPage({ clusterId }: { clusterId: string }): ReactNode {
  return (
    <Page title={texts.segments.title} subtitle={texts.segments.subtitle} layout="fill">
      {clusterId === localClusterId ? <SegmentFiles clusterId={clusterId} /> : <FilesElsewhere />}
    </Page>
  )
}

/** The files of what was opened; `clusterId` may stand for a log directory, a partition's folder or a file. */
export function SegmentFiles({ clusterId }: { clusterId: string }): ReactNode {
  const { place } = useDiskPlace()
  const { data, error } = useQuery(
    queries.segments.open.queryOptions({ input: { clusterId }, refetchInterval: 10_000 }),
  )
  if (error && !data) return <ErrorView problem={problemOf(error, texts.segments.notRead)} />
  if (!data) return null
  if (data.kind === 'unknown') return <NothingOfKafka place={data} />
  if (data.kind !== 'log-directory') return <FolderPage clusterId={clusterId} folder="" directory={data.path} />
  const chosen = data.folders.find(({ folder }) => folder === place.folder)
  if (chosen) return <FolderPage key={chosen.folder} clusterId={clusterId} {...chosen} hasParent />
  if (place.file !== undefined) return <FileView clusterId={clusterId} folder="" fileName={place.file} />
  return <FolderList clusterId={clusterId} place={data} />
}

function NothingOfKafka({ place }: { place: OpenedPlace }): ReactNode {
  return (
    <EmptyState icon={<IconFileUnknown size={20} />} title={texts.segments.nothing.title}>
      {texts.segments.nothing.what(place.path)}
    </EmptyState>
  )
}

interface OnTopic {
  readonly clusterId: string
  readonly topic: string
}

/** The files of a topic's partitions. */
export function TopicSegmentsTab(onTopic: OnTopic): ReactNode {
  return (
    <TabContent>{onTopic.clusterId === localClusterId ? <TopicFiles {...onTopic} /> : <FilesElsewhere />}</TabContent>
  )
}

function TopicFiles({ clusterId, topic }: OnTopic): ReactNode {
  const { place } = useDiskPlace()
  const { data, error } = useQuery(queries.segments.open.queryOptions({ input: { clusterId } }))
  if (error && !data) return <ErrorView problem={problemOf(error, texts.segments.notRead)} />
  if (!data) return null
  const partitions = data.folders.filter((each) => each.topic === topic && each.state === 'current')
  const shown = partitions.find(({ folder }) => folder === place.folder) ?? partitions[0]
  if (!shown) {
    return (
      <EmptyState icon={<IconFileDatabase size={20} />} title={texts.segments.noTopicFiles.title}>
        {texts.segments.noTopicFiles.what}
      </EmptyState>
    )
  }
  return <FolderPage key={shown.folder} clusterId={clusterId} {...shown} siblings={partitions} />
}
