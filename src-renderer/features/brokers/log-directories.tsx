import type { ReactNode } from 'react'
import type { Broker } from '../../api/clusters.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { Badge } from '../../components/badge.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { TabContent } from '../../components/page.tsx'
import { ProgressBar } from '../../components/progress-bar.tsx'
import type { Column } from '../../components/table-parts.tsx'
import { Dim, Mono, OneLine } from '../../components/text.tsx'
import { formatBytes } from '../../formatting/bytes.ts'
import { texts } from '../../languages/texts.ts'
import styles from './brokers-page.module.css'

type Directory = Broker['logDirectories'][number]
type Stored = Directory['largest'][number]

/** What the disks of a broker hold, and what takes the most room. */
export function LogDirectories({ broker }: { broker: Broker }): ReactNode {
  const words = texts.brokers
  if (broker.logDirectories.length === 0) {
    return <EmptyState title={words.directoriesNotKnown}>{broker.problem}</EmptyState>
  }
  return (
    <TabContent>
      <div className={styles.directories} role="group" aria-label={words.directoriesOf(words.ofBroker(broker.nodeId))}>
        {broker.logDirectories.map((directory) => (
          <DirectoryView key={directory.path} directory={directory} />
        ))}
      </div>
    </TabContent>
  )
}

function DirectoryView({ directory }: { directory: Directory }): ReactNode {
  const words = texts.brokers
  const { path, sizeBytes, partitionCount, totalBytes, usableBytes, largest, problem } = directory
  return (
    <section className={styles.directory}>
      <h2 className={styles.heading}>
        <Mono>{path}</Mono>
      </h2>
      {problem !== null && <Badge tone="bad">{problem}</Badge>}
      <div>
        {words.holds(formatBytes(sizeBytes), partitionCount)}
        {totalBytes !== null && usableBytes !== null && (
          <Dim>{`  ·  ${words.ofVolume(formatBytes(usableBytes), formatBytes(totalBytes))}`}</Dim>
        )}
      </div>
      {totalBytes !== null && usableBytes !== null && totalBytes > 0n && (
        <ProgressBar
          label={words.volumeUse(path)}
          part={Number(((totalBytes - usableBytes) * 1000n) / totalBytes) / 1000}
        />
      )}
      {largest.length > 0 && (
        <DataTable
          label={words.largest}
          rows={largest}
          columns={columnsOf(sizeBytes)}
          rowKey={({ topic, partition }) => `${topic}-${partition}`}
          height="content"
        />
      )}
    </section>
  )
}

function columnsOf(whole: bigint): readonly Column<Stored>[] {
  const words = texts.brokers
  return [
    {
      id: 'partition',
      header: words.partition,
      width: 'minmax(160px, 3fr)',
      cell: ({ topic, partition }) => <OneLine>{`${topic}-${partition}`}</OneLine>,
    },
    {
      id: 'size',
      header: words.size,
      align: 'end',
      width: 'minmax(90px, 1fr)',
      cell: ({ sizeBytes }) => formatBytes(sizeBytes),
    },
    {
      id: 'share',
      header: words.share,
      align: 'end',
      width: 'minmax(70px, 0.6fr)',
      cell: ({ sizeBytes }) => (whole === 0n ? <Dim>–</Dim> : `${Number((sizeBytes * 1000n) / whole) / 10} %`),
    },
  ]
}
