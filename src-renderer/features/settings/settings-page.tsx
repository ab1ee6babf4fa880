import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { queries } from '../../api/client.ts'
import { useChangeSettings, useSettings } from '../../api/settings.ts'
import { CopyButton } from '../../components/copy-button.tsx'
import { ChoiceField, SwitchField } from '../../components/fields.tsx'
import { Row } from '../../components/layout.tsx'
import { Page, Panel, Section } from '../../components/page.tsx'
import { KeyValue } from '../../components/stat.tsx'
import { Mono, TextSkeleton } from '../../components/text.tsx'
import { formatTimestamp } from '../../formatting/timestamps.ts'
import { PortSetting } from './port-setting.tsx'
import { SettingRow } from './setting-row.tsx'

const THEMES = [
  { value: 'system', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const

const ZONES = [
  { value: 'local', label: 'Local time' },
  { value: 'utc', label: 'UTC' },
] as const

/** Preferences. They are saved as they are changed. */
export function SettingsPage(): ReactNode {
  const settings = useSettings()
  const change = useChangeSettings()
  return (
    <Page title="Settings" isNarrow>
      <Panel padding={0}>
        <SettingRow title="Theme" description="How Brokkr looks.">
          <ChoiceField label="Theme" value={settings.theme} options={THEMES} onChange={(theme) => change({ theme })} />
        </SettingRow>
        <SettingRow
          title="Timestamps"
          description={`Everywhere, to the millisecond: ${formatTimestamp(EXAMPLE, settings.timestamps)}`}
        >
          <ChoiceField
            label="Timestamps"
            value={settings.timestamps}
            options={ZONES}
            onChange={(timestamps) => change({ timestamps })}
          />
        </SettingRow>
        <SettingRow title="Internal topics" description="Show what Kafka keeps for itself, such as __consumer_offsets.">
          <SwitchField
            label="Show by default"
            isOn={settings.showInternalTopics}
            onChange={(showInternalTopics) => change({ showInternalTopics })}
          />
        </SettingRow>
        <SettingRow
          title="Port of the local cluster"
          description="Tried first at each start; another free one is taken when a program has it."
        >
          <PortSetting port={settings.localClusterPort} onChange={(localClusterPort) => change({ localClusterPort })} />
        </SettingRow>
      </Panel>
      <About />
    </Page>
  )
}

const EXAMPLE = 1_750_000_000_125n

function About(): ReactNode {
  const about = useQuery(queries.application.describe.queryOptions({ staleTime: Number.POSITIVE_INFINITY })).data
  const waiting = <TextSkeleton width={180} />
  return (
    <Section title="About">
      <Panel>
        <KeyValue
          facts={[
            { name: 'Version', value: about ? `Brokkr ${about.version}` : waiting },
            { name: 'Runs as', value: about ? describeHost(about.host, about.platform) : waiting },
            {
              name: 'Data directory',
              value: about ? (
                <Row gap={4} isOneLine>
                  <Mono>{about.dataDirectory}</Mono>
                  <CopyButton text={about.dataDirectory} />
                </Row>
              ) : (
                waiting
              ),
            },
            { name: 'Network', value: 'Nothing is sent anywhere except to the clusters that you open.' },
          ]}
        />
      </Panel>
    </Section>
  )
}

function describeHost(host: 'desktop' | 'browser', platform: string): string {
  return host === 'desktop' ? `Desktop app on ${platform}` : `Served to this browser, on ${platform}`
}
