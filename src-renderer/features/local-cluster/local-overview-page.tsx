import { IconInfoCircle, IconRotate } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useEffect, useState } from 'react'
import { queries } from '../../api/client.ts'
import type { LocalClusterStatus } from '../../api/clusters.ts'
import { localClusterId } from '../../api/clusters.ts'
import { useSecureMode } from '../../api/local-cluster.ts'
import { problemOf } from '../../api/problem.ts'
import { useConnectionState, useLocalClusterStatus } from '../../api/streams.ts'
import { Badge, StatusDot } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { notifyProblem } from '../../components/notify.ts'
import { Stack } from '../../components/layout.tsx'
import { Page, Section } from '../../components/page.tsx'
import { Stat, Stats } from '../../components/stat.tsx'
import { Dim } from '../../components/text.tsx'
import { formatBytes } from '../../formatting/bytes.ts'
import { formatCount } from '../../formatting/counts.ts'
import { formatDuration } from '../../formatting/durations.ts'
import { useLocalClusterActions } from './actions.ts'
import { BrokerLog } from './broker-log.tsx'
import { ConnectPanel } from './connect-panel.tsx'
import { HandOverToKafka } from './hand-over-to-kafka.tsx'
import styles from './local-overview-page.module.css'
import { SecureModeFactsPanel, SecureModeSwitch } from './secure-mode.tsx'
import { securedSnippetsFor } from './secured-snippets.ts'
import { snippetsFor } from './snippets.ts'
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
      <Connecting status={status} />
      <Section title="Log">
        <BrokerLog />
      </Section>
    </Page>
  )
}

function Connecting({ status: { bootstrapServers, isSecured } }: { status: Running }): ReactNode {
  const secureMode = useSecureMode({ isSecured })
  const secured = secureMode ? securedSnippetsFor(bootstrapServers, secureMode) : []
  const snippets = isSecured ? secured : snippetsFor(bootstrapServers)
  return (
    <>
      <Section title="Connect a client">
        <ConnectPanel bootstrapServers={bootstrapServers} snippets={snippets} />
      </Section>
      <Section title="Security">
        <Stack gap={6}>
          <SecureModeSwitch />
          <Dim>
            {isSecured
              ? 'The connection is encrypted and clients log in. The cluster restarts when this is turned off.'
              : 'Encrypts the connection and asks clients to log in. Makes certificates and users, and restarts the cluster.'}
          </Dim>
        </Stack>
        {isSecured && secureMode && <SecureModeFactsPanel secureMode={secureMode} />}
      </Section>
    </>
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
