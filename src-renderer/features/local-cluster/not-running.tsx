import { IconFlame, IconRotate } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { LocalClusterStatus } from '../../api/clusters.ts'
import { problemOf } from '../../api/problem.ts'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { Row, Stack } from '../../components/layout.tsx'
import { Page, Section } from '../../components/page.tsx'
import { Phrase } from '../../components/phrase.tsx'
import { Mono } from '../../components/text.tsx'
import { texts } from '../../languages/texts.ts'
import { useLocalClusterActions } from './actions.ts'
import { HandOverToKafka } from './hand-over-to-kafka.tsx'
import { HandedOverPage } from './handed-over-page.tsx'
import { useHandedOver } from './handed-over.ts'
import { LogLines } from './log-lines.tsx'
import { OpenDataDirectory } from './open-data-directory.tsx'
import { OwnDirectory } from './own-directory.tsx'
import { SecureModeSwitch } from './secure-mode.tsx'
import { StartLocalCluster } from './start-local-cluster.tsx'
import { WipeData } from './wipe-data.tsx'

/** What every screen of the local cluster shows while the broker is not there. */
export function NotRunning({ status }: { status: LocalClusterStatus }): ReactNode {
  const handed = useHandedOver()
  const words = texts.localCluster.notRunning
  if (status.state === 'failed') return <Failed status={status} />
  if (status.state === 'stopping') {
    return <EmptyState isScreen icon={<IconFlame size={20} />} title={words.stopping} />
  }
  const hasData = status.state === 'stopped' && status.hasData
  if (handed !== null && hasData) return <HandedOverPage handOver={handed} />
  return (
    <EmptyState
      isScreen
      icon={<IconFlame size={20} />}
      title={status.state === 'starting' ? words.starting : words.stopped}
      actions={
        <Stack align="center" gap={10}>
          <StartLocalCluster />
          <Row gap={4} justify="center">
            {hasData && <HandOverToKafka tone="quiet" />}
            <OpenDataDirectory />
            {hasData && <WipeData tone="quiet" />}
          </Row>
          <OwnDirectory />
          <SecureModeSwitch />
        </Stack>
      }
    >
      {hasData ? <Phrase parts={words.dataIsKept(<Mono>{status.dataDirectory}</Mono>)} /> : words.invitation}
    </EmptyState>
  )
}

function Failed({ status }: { status: Extract<LocalClusterStatus, { state: 'failed' }> }): ReactNode {
  const { restart } = useLocalClusterActions()
  const words = texts.localCluster.failed
  const problem = restart.error ? problemOf(restart.error, texts.localCluster.notStarted) : status.problem
  return (
    <Page title={words.title} subtitle={words.subtitle}>
      <Stack gap={16}>
        <ErrorView
          problem={problem}
          actions={
            <>
              <Button
                tone="primary"
                icon={<IconRotate size={14} />}
                isBusy={restart.isPending}
                onClick={() => restart.mutate()}
              >
                {words.restart}
              </Button>
              <WipeData tone="quiet" />
              <OwnDirectory />
            </>
          }
        />
        <Section title={words.lastLogLines}>
          <LogLines lines={status.lastLogLines} height={320} />
        </Section>
      </Stack>
    </Page>
  )
}
