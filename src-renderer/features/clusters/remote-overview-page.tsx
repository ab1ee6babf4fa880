import { IconTrash } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { queries } from '../../api/client.ts'
import { useClusters } from '../../api/clusters.ts'
import { problemOf } from '../../api/problem.ts'
import { useConnectionState } from '../../api/streams.ts'
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
import { connectionLook } from './cluster-look.ts'

/** A cluster that runs somewhere else, at a glance. */
export function RemoteOverviewPage({ clusterId }: { clusterId: string }): ReactNode {
  const cluster = useClusters().find((each) => each.id === clusterId)
  const connection = useConnectionState(clusterId)
  const [isForgetting, setIsForgetting] = useState(false)
  const look = connectionLook(connection)
  return (
    <Page
      title={
        <>
          {cluster?.name ?? clusterId} <Badge tone={look.tone}>{look.text}</Badge>
        </>
      }
      actions={
        <Button icon={<IconTrash size={14} />} onClick={() => setIsForgetting(true)}>
          Forget
        </Button>
      }
    >
      <ClusterFigures clusterId={clusterId} />
      <Section title="Connection">
        <Panel>
          <KeyValue
            facts={[
              {
                name: 'Bootstrap servers',
                value: (
                  <Row gap={4} isOneLine>
                    <Mono>{cluster?.bootstrapServers ?? ''}</Mono>
                    <CopyButton text={cluster?.bootstrapServers ?? ''} />
                  </Row>
                ),
              },
              { name: 'Security', value: 'None (plaintext)' },
              { name: 'Kafka cluster id', value: <KafkaClusterId clusterId={clusterId} /> },
            ]}
          />
        </Panel>
      </Section>
      <ForgetDialog clusterId={clusterId} isOpen={isForgetting} onClose={() => setIsForgetting(false)} />
    </Page>
  )
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
  const partitions = topics?.reduce((sum, each) => sum + each.partitionCount, 0)
  return (
    <Stats>
      <Stat label="Version" value={connection?.state === 'connected' ? `Kafka ${connection.version}` : undefined} />
      <Stat label="Brokers up" value={brokers && formatCount(brokers.brokers.length)} />
      <Stat label="All topics" value={topics && formatCount(topics.length)} detail="with internal ones" />
      <Stat label="All partitions" value={partitions !== undefined ? formatCount(partitions) : undefined} />
      <Stat label="On disk" value={size !== undefined ? formatBytes(size) : undefined} detail="over all replicas" />
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
      title="Forget this cluster?"
      isOpen={isOpen}
      onClose={onClose}
      onConfirm={() => forget.mutate({ clusterId })}
      confirmLabel="Forget"
      isBusy={forget.isPending}
      problem={forget.error && problemOf(forget.error, 'The cluster was not forgotten.')}
    >
      Brokkr removes its address from the list. Nothing on the cluster changes.
    </ConfirmDialog>
  )
}
