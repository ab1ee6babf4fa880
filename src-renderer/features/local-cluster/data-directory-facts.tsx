import type { ReactNode } from 'react'
import type { DataDirectory } from '../../api/data-directories.ts'
import { useSettings } from '../../api/settings.ts'
import { Badge } from '../../components/badge.tsx'
import { Mono } from '../../components/text.tsx'
import { formatBytes, formatExactBytes } from '../../formatting/bytes.ts'
import { formatTimestamp } from '../../formatting/timestamps.ts'
import { texts } from '../../languages/texts.ts'
import styles from './data-directory-page.module.css'

/** To whom a log directory belongs, what is in it, and who has it open. */
export function DataDirectoryFacts({ directory }: { directory: DataDirectory }): ReactNode {
  const { timestamps: zone } = useSettings()
  const words = texts.localCluster.facts
  const { clusterId, nodeId, metadataVersion, features, sizeBytes, allocatedBytes } = directory
  const { topicCount, partitionCount, lastCleanStop, lastWrittenAt, holder, obstacle } = directory
  const time = (at: bigint | null): string => (at === null ? '–' : formatTimestamp(at, zone))
  const version = metadataVersion && `${metadataVersion.level} (${metadataVersion.release ?? words.newer})`
  return (
    <>
      <dl className={styles.facts}>
        <Fact name={words.clusterId} value={<Mono>{clusterId}</Mono>} />
        <Fact name={words.nodeId} value={nodeId} />
        <Fact name={words.metadataVersion} value={version ?? words.unreadable} detail={featuresText(features)} />
        <Fact name={words.topics} value={words.topicsWith(topicCount, partitionCount)} />
        <Fact
          name={words.size}
          value={words.onDisk(formatBytes(allocatedBytes))}
          detail={words.inFiles(formatExactBytes(sizeBytes))}
        />
        <Fact name={words.lastStop} value={lastCleanStop === null ? stopText(holder) : time(lastCleanStop)} />
        <Fact name={words.lastWritten} value={time(lastWrittenAt)} />
        <Fact name={words.lock} value={holder === null ? words.free : words.held} />
      </dl>
      {(holder !== null || obstacle !== null) && (
        <p className={styles.state} role="status">
          <Badge tone={holder === null ? 'warn' : 'ok'}>{holder === null ? words.lookOnly : words.running}</Badge>
          {obstacle}
        </p>
      )}
    </>
  )
}

function stopText(holder: DataDirectory['holder']): string {
  return holder === null ? texts.localCluster.facts.killed : texts.localCluster.facts.running
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
