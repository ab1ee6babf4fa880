import { IconFlask } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { localClusterId } from '../../api/clusters.ts'
import { Button } from '../../components/button.tsx'
import { Row } from '../../components/layout.tsx'
import { Panel, Section } from '../../components/page.tsx'
import { Dim } from '../../components/text.tsx'
import { texts } from '../../languages/texts.ts'
import { useLocalClusterActions } from './actions.ts'

/** Fills an empty cluster, so that there is something to look at, and shows it. */
export function LoadSampleData(): ReactNode {
  const { loadSampleData } = useLocalClusterActions()
  const navigate = useNavigate()
  const showTopics = (): void =>
    void navigate({ to: '/clusters/$clusterId/topics', params: { clusterId: localClusterId } })
  return (
    <Button
      icon={<IconFlask size={14} />}
      isBusy={loadSampleData.isPending}
      onClick={() => loadSampleData.mutate(undefined, { onSuccess: showTopics })}
    >
      {texts.localCluster.sampleData.button}
    </Button>
  )
}

/** What a cluster without topics offers. */
export function SampleDataSection(): ReactNode {
  const words = texts.localCluster.sampleData
  return (
    <Section title={words.title}>
      <Panel>
        <Row gap={16}>
          <LoadSampleData />
          <Dim>{words.what}</Dim>
        </Row>
      </Panel>
    </Section>
  )
}
