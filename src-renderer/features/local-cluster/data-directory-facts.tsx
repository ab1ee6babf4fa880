import type { ReactNode } from 'react'
import type { DataDirectory } from '../../api/data-directories.ts'
import { useSettings } from '../../api/settings.ts'
import { Badge } from '../../components/badge.tsx'
import { Mono } from '../../components/text.tsx'
import { formatBytes, formatExactBytes } from '../../formatting/bytes.ts'
import { formatCount, formatCountOf } from '../../formatting/counts.ts'
import { formatTimestamp } from '../../formatting/timestamps.ts'
import styles from './data-directory-page.module.css'

/** To whom a log directory belongs, what is in it, and who has it open. */
export function DataDirectoryFacts({ directory }: { directory: DataDirectory }): ReactNode {
  const { timestamps: zone } = useSettings()
  const { clusterId, nodeId, metadataVersion, features, sizeBytes, allocatedBytes } = directory
  const { topicCount, partitionCount, lastCleanStop, lastWrittenAt, holder, obstacle } = directory
  const time = (at: bigint | null): string => (at === null ? '–' : formatTimestamp(at, zone))
  const version = metadataVersion && `${metadataVersion.level} (${metadataVersion.release ?? 'newer than this Brokkr'})`
  return (
    <>
      <dl className={styles.facts}>
        <Fact name="Cluster id" value={<Mono>{clusterId}</Mono>} />
        <Fact name="Node id" value={nodeId} />
        <Fact name="Metadata version" value={version ?? 'could not be read'} detail={featuresText(features)} />
        <Fact name="Topics" value={`${formatCount(topicCount)} with ${formatCountOf(partitionCount, 'partition')}`} />
        <Fact
          name="Size"
          value={`${formatBytes(allocatedBytes)} on disk`}
          detail={`${formatExactBytes(sizeBytes)} in files; holes in index files take no room`}
        />
        <Fact name="Last stopped in order" value={lastCleanStop === null ? stopText(holder) : time(lastCleanStop)} />
        <Fact name="Last written" value={time(lastWrittenAt)} />
        <Fact name="Lock" value={holder === null ? 'free' : 'held'} />
      </dl>
      {(holder !== null || obstacle !== null) && (
        <p className={styles.state} role="status">
          <Badge tone={holder === null ? 'warn' : 'ok'}>{holder === null ? 'look only' : 'running'}</Badge>
          {obstacle}
        </p>
      )}
    </>
  )
}

function stopText(holder: DataDirectory['holder']): string {
  return holder === null ? 'not: its broker was killed' : 'running'
}

function featuresText(features: DataDirectory['features']): string {
  return features.map(({ name, level }) => `${name} ${level}`).join(', ')
}

function Fact(props: { name: string; value: ReactNode; detail?: string }): ReactNode {
  return (
    <div className={styles.fact} title={props.detail}>
      <dt>{props.name}</dt>
      <dd>{props.value}</dd>
    </div>
  )
}
