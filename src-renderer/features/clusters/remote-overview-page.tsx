import { IconDownload, IconPencil, IconTrash } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { queries } from '../../api/client.ts'
import { useClusters, type Cluster } from '../../api/clusters.ts'
import { problemOf } from '../../api/problem.ts'
import { useConnectionState } from '../../api/streams.ts'
import { useAskedDialog } from '../../components/asked-dialog.ts'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { Row } from '../../components/layout.tsx'
import { Page, Panel, Section } from '../../components/page.tsx'
import { KeyValue, Stat, Stats } from '../../components/stat.tsx'
import { Mono } from '../../components/text.tsx'
import { formatBytes } from '../../formatting/bytes.ts'
import { formatCount } from '../../formatting/counts.ts'
import { texts } from '../../languages/texts.ts'
import { connectionLook } from './cluster-look.ts'
import { ClusterMarkBadges } from './cluster-marks.tsx'
import { EditDialog } from './edit-dialog.tsx'
import { ExportDialog } from './export-dialog.tsx'

/** A cluster that runs somewhere else, at a glance. */
export function RemoteOverviewPage({ clusterId }: { clusterId: string }): ReactNode {
  const cluster = useClusters().find((each) => each.id === clusterId)
  const connection = useConnectionState(clusterId)
  const [open, setOpen] = useAskedDialog(['forget', 'edit', 'export'])
  const close = (): void => setOpen(null)
  const look = connectionLook(connection)
  return (
    <Page
      title={
        <>
          {cluster?.name ?? clusterId} <Badge tone={look.tone}>{look.text}</Badge>{' '}
          {cluster && <ClusterMarkBadges marks={cluster.marks} />}
        </>
      }
      actions={
        <>
          <Button icon={<IconPencil size={14} />} onClick={() => setOpen('edit')}>
            {texts.clusters.editConnection}
          </Button>
          <Button icon={<IconDownload size={14} />} onClick={() => setOpen('export')}>
            {texts.clusters.export}
          </Button>
          <Button icon={<IconTrash size={14} />} onClick={() => setOpen('forget')}>
            {texts.clusters.forget}
          </Button>
        </>
      }
    >
      <ClusterFigures clusterId={clusterId} />
      <Section title={texts.clusters.connection}>
        <Panel>
          <KeyValue
            facts={[
              {
                name: texts.clusters.bootstrapServers,
                value: (
                  <Row gap={4} isOneLine>
                    <Mono>{cluster?.bootstrapServers ?? ''}</Mono>
                    <CopyButton text={cluster?.bootstrapServers ?? ''} />
                  </Row>
                ),
              },
              { name: texts.clusters.security, value: cluster ? securityOf(cluster) : '' },
              { name: texts.clusters.kafkaClusterId, value: <KafkaClusterId clusterId={clusterId} /> },
            ]}
          />
        </Panel>
      </Section>
      <ForgetDialog clusterId={clusterId} isOpen={open === 'forget'} onClose={close} />
      <EditDialog clusterId={clusterId} isOpen={open === 'edit'} onClose={close} />
      <ExportDialog clusterIds={[clusterId]} isOpen={open === 'export'} onClose={close} />
    </Page>
  )
}

function securityOf({ isEncrypted, mechanism }: Cluster): string {
  const encryption = isEncrypted ? 'TLS' : texts.clusters.notEncrypted
  return mechanism === null ? encryption : `${encryption}, ${mechanism}`
}

function KafkaClusterId({ clusterId }: { clusterId: string }): ReactNode {
  const { data } = useQuery(queries.brokers.list.queryOptions({ input: { clusterId } }))
  return <Mono>{data?.kafkaClusterId ?? '–'}</Mono>
}

function ClusterFigures({ clusterId }: { clusterId: string }): ReactNode {
  const input = { clusterId }
  const connection = useConnectionState(clusterId)
  const topics = useQuery(queries.topics.list.queryOptions({ input })).data
  const brokers = useQuery(queries.brokers.list.queryOptions({ input })).data
  const size = brokers?.brokers.flatMap((each) => each.logDirectories).reduce((sum, each) => sum + each.sizeBytes, 0n)
  // A part of a sum would mislead.
  const whyNoSize = brokers?.brokers.find(({ problem }) => problem !== null)?.problem ?? null
  const partitions = topics?.reduce((sum, each) => sum + each.partitionCount, 0)
  return (
    <Stats>
      <Stat
        label={texts.clusters.version}
        value={connection?.state === 'connected' ? `Kafka ${connection.version}` : undefined}
      />
      <Stat label={texts.clusters.brokersUp} value={brokers && formatCount(brokers.brokers.length)} />
      <Stat
        label={texts.clusters.allTopics}
        value={topics && formatCount(topics.length)}
        detail={texts.clusters.withInternal}
      />
      <Stat
        label={texts.clusters.allPartitions}
        value={partitions !== undefined ? formatCount(partitions) : undefined}
      />
      <Stat
        label={texts.clusters.onDisk}
        value={size === undefined ? undefined : whyNoSize === null ? formatBytes(size) : '–'}
        detail={whyNoSize ?? texts.clusters.allReplicas}
      />
    </Stats>
  )
}

interface ForgetDialogProps {
  readonly clusterId: string
  readonly isOpen: boolean
  readonly onClose: () => void
}

function ForgetDialog({ clusterId, isOpen, onClose }: ForgetDialogProps): ReactNode {
  const navigate = useNavigate()
  const cache = useQueryClient()
  const forget = useMutation(
    queries.clusters.forget.mutationOptions({
      onSuccess: async () => {
        await navigate({ to: '/' })
        await cache.invalidateQueries({ queryKey: queries.clusters.list.key() })
      },
    }),
  )
  return (
    <ConfirmDialog
      title={texts.clusters.forgetTitle}
      isOpen={isOpen}
      onClose={onClose}
      onConfirm={() => forget.mutate({ clusterId })}
      confirmLabel={texts.clusters.forget}
      isBusy={forget.isPending}
      problem={forget.error && problemOf(forget.error, texts.clusters.notForgotten)}
    >
      {texts.clusters.forgetDetail}
    </ConfirmDialog>
  )
}
