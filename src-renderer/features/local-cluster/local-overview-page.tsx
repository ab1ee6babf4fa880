import { IconInfoCircle, IconRotate } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
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
import { useNow } from '../../components/use-now.ts'
import { formatBytes } from '../../formatting/bytes.ts'
import { formatDuration } from '../../formatting/durations.ts'
import { texts } from '../../languages/texts.ts'
import { useLocalClusterActions } from './actions.ts'
import { BrokerLog } from './broker-log.tsx'
import { ConnectPanel } from './connect-panel.tsx'
import { HandOverToKafka } from './hand-over-to-kafka.tsx'
import { SampleDataSection } from './load-sample-data.tsx'
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
  const isConnected = useConnectionState(localClusterId)?.state === 'connected'
  const data = useQuery(
    queries.localCluster.describeData.queryOptions({ enabled: isConnected, refetchInterval: 5000 }),
  ).data
  const words = texts.localCluster.overview
  const onError = (error: Error): void => notifyProblem(problemOf(error, texts.localCluster.notRestarted))
  return (
    <Page
      title={
        <>
          {words.title}{' '}
          <Badge tone="ok">
            <StatusDot tone="ok" /> {words.running}
          </Badge>
        </>
      }
      subtitle={words.ready(formatDuration(status.startedInMs))}
      actions={
        <>
          <Button
            icon={<IconRotate size={14} />}
            isBusy={restart.isPending}
            onClick={() => restart.mutate(undefined, { onError })}
          >
            {words.restart}
          </Button>
          <HandOverToKafka />
          <WipeData />
        </>
      }
    >
      {status.takenPort !== null && (
        <div className={styles.note} role="status">
          <IconInfoCircle size={15} aria-hidden />
          {words.portTaken(status.takenPort, status.port)}
        </div>
      )}
      <Figures status={status} data={data} />
      {data?.topicCount === 0 && <SampleDataSection />}
      <Connecting status={status} />
      <Section title={words.log}>
        <BrokerLog />
      </Section>
    </Page>
  )
}

function Connecting({ status: { bootstrapServers, isSecured } }: { status: Running }): ReactNode {
  const words = texts.localCluster.overview
  const secureMode = useSecureMode({ isSecured })
  const secured = secureMode ? securedSnippetsFor(bootstrapServers, secureMode) : []
  const snippets = isSecured ? secured : snippetsFor(bootstrapServers)
  return (
    <>
      <Section title={words.connect}>
        <ConnectPanel bootstrapServers={bootstrapServers} snippets={snippets} />
      </Section>
      <Section title={words.security}>
        <Stack gap={6}>
          <SecureModeSwitch />
          <Dim>{isSecured ? words.isSecured : words.isOpen}</Dim>
        </Stack>
        {isSecured && secureMode && <SecureModeFactsPanel secureMode={secureMode} />}
      </Section>
    </>
  )
}

interface FiguresProps {
  readonly status: Running
  readonly data: { readonly partitionCount: number; readonly sizeBytes: bigint } | undefined
}

function Figures({ status, data }: FiguresProps): ReactNode {
  const connection = useConnectionState(localClusterId)
  const isConnected = connection?.state === 'connected'
  const nowMs = useNow(1000)
  const { memoryBytes } = status
  const words = texts.localCluster.overview
  return (
    <Stats>
      <Stat label={words.uptime} value={formatDuration(wholeSeconds(nowMs - Number(status.startedAt)))} />
      <Stat label={words.memory} value={memoryBytes === null ? undefined : formatBytes(memoryBytes)} />
      <Stat label={words.port} value={String(status.port)} detail={words.process(status.processId)} />
      <Stat
        label={words.data}
        value={data && formatBytes(data.sizeBytes)}
        detail={data && words.partitions(data.partitionCount)}
      />
      <Stat label={words.version} value={isConnected ? `Kafka ${connection.version}` : undefined} />
    </Stats>
  )
}

function wholeSeconds(durationMs: number): number {
  return Math.max(1000, Math.floor(durationMs / 1000) * 1000)
}
