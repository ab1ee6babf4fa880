import { IconFileDatabase } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { localClusterId } from '../../api/clusters.ts'
import { problemOf } from '../../api/problem.ts'
import { partitionsOnDisk } from '../../api/segments.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { SelectField } from '../../components/fields.tsx'
import { TabContent } from '../../components/page.tsx'
import { FilesElsewhere } from './files-elsewhere.tsx'
import { PartitionSegments } from './partition-segments.tsx'

interface OnTopic {
  readonly clusterId: string
  readonly topic: string
}

/** The files of a topic's partitions. */
export function TopicSegmentsTab(onTopic: OnTopic): ReactNode {
  return (
    <TabContent>
      {onTopic.clusterId === localClusterId ? <LocalSegments {...onTopic} /> : <FilesElsewhere />}
    </TabContent>
  )
}

function LocalSegments({ clusterId, topic }: OnTopic): ReactNode {
  const [chosen, setChosen] = useState<number | null>(null)
  const { data, error } = useQuery(partitionsOnDisk(clusterId))
  if (error && !data) return <ErrorView problem={problemOf(error, 'The log directory could not be read.')} />
  if (!data) return null
  const partitions = data.filter((each) => each.topic === topic).sort((left, right) => left.partition - right.partition)
  const shown = partitions.find(({ partition }) => partition === chosen) ?? partitions[0]
  if (!shown) {
    return (
      <EmptyState icon={<IconFileDatabase size={20} />} title="This topic has no files">
        A partition’s directory is made when the broker creates the topic.
      </EmptyState>
    )
  }
  return (
    <PartitionSegments
      key={shown.directory}
      clusterId={clusterId}
      partition={shown}
      picker={
        <SelectField
          label="Partition"
          isLabelHidden
          width={140}
          value={String(shown.partition)}
          options={partitions.map(({ partition }) => ({ value: String(partition), label: `Partition ${partition}` }))}
          onChange={(partition) => setChosen(Number(partition))}
          isSearchable={partitions.length > 12}
        />
      }
    />
  )
}
