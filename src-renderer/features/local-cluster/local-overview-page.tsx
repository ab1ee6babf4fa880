import { IconInfoCircle, IconRotate } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useEffect, useState } from 'react'
import { queries } from '../../api/client.ts'
import type { LocalClusterStatus } from '../../api/clusters.ts'
import { localClusterId } from '../../api/clusters.ts'
import { problemOf } from '../../api/problem.ts'
import { useConnectionState, useLocalClusterStatus } from '../../api/streams.ts'
import { Badge, StatusDot } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { notifyProblem } from '../../components/notify.ts'
import { Page, Section } from '../../components/page.tsx'
import { Stat, Stats } from '../../components/stat.tsx'
import { formatBytes } from '../../formatting/bytes.ts'
import { formatCount } from '../../formatting/counts.ts'
import { formatDuration } from '../../formatting/durations.ts'
import { useLocalClusterActions } from './actions.ts'
import { BrokerLog } from './broker-log.tsx'
import { ConnectPanel } from './connect-panel.tsx'
import { HandOverToKafka } from './hand-over-to-kafka.tsx'
import styles from './local-overview-page.module.css'
import { WipeData } from './wipe-data.tsx'

type Running = Extract<LocalClusterStatus, { state: 'running' }>

/** The local cluster while it runs: how to reach it, how it is, what it writes. */
export function LocalOverviewPage(): ReactNode {
  const status = useLocalClusterStatus()
  return status?.state === 'running' ? <RunningPage status={status} /> : null
}

function RunningPage({ status }: { status: Running }): ReactNode {
  const { restart } = useLocalClusterActions()
  const onError = (error: Error): void => notifyProblem(problemOf(error, 'The local cluster was not restarted.'))
  return (
    <Page
      title={
        <>
          Local cluster{' '}
          <Badge tone="ok">
            <StatusDot tone="ok" /> Running
          </Badge>
        </>
      }
      subtitle={`Ready ${formatDuration(status.startedInMs)} after the click. Any Kafka client can use it.`}
      actions={
        <>
          <Button
            icon={<IconRotate size={14} />}
            isBusy={restart.isPending}
            onClick={() => restart.mutate(undefined, { onError })}
          >
            Restart
          </Button>
          <HandOverToKafka />
          <WipeData />
        </>
      }
    >
      {status.takenPort !== null && (
        <div className={styles.note} role="status">
          <IconInfoCircle size={15} aria-hidden />
          Port {status.takenPort} was taken by another program, so the cluster listens on {status.port}.
        </div>
      )}
      <Figures status={status} />
      <Section title="Connect a client">
        <ConnectPanel bootstrapServers={status.bootstrapServers} />
      </Section>
      <Section title="Log">
        <BrokerLog />
      </Section>
    </Page>
  )
}

function Figures({ status }: { status: Running }): ReactNode {
  const connection = useConnectionState(localClusterId)
  const isConnected = connection?.state === 'connected'
  const data = useQuery(
    queries.localCluster.describeData.queryOptions({ enabled: isConnected, refetchInterval: 5000 }),
  ).data
  const nowMs = useNow()
  const { memoryBytes } = status
  return (
    <Stats>
      <Stat label="Uptime" value={formatDuration(wholeSeconds(nowMs - Number(status.startedAt)))} />
      <Stat label="Memory" value={memoryBytes === null ? undefined : formatBytes(memoryBytes)} />
      <Stat label="Port" value={String(status.port)} detail={`process ${status.processId}`} />
      <Stat
        label="Data"
        value={data && formatBytes(data.sizeBytes)}
        detail={data && `${formatCount(data.partitionCount)} partitions`}
      />
      <Stat label="Version" value={isConnected ? `Kafka ${connection.version}` : undefined} />
    </Stats>
  )
}

function wholeSeconds(durationMs: number): number {
  return Math.max(0, Math.floor(durationMs / 1000) * 1000)
}

function useNow(): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  return now
}
