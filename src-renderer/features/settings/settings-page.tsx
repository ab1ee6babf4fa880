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
import { texts } from '../../languages/texts.ts'
import { PortSetting } from './port-setting.tsx'
import { SettingRow } from './setting-row.tsx'
import { UpdateSetting } from './update-setting.tsx'
import { ZoneSetting } from './zone-setting.tsx'

const themes = () =>
  [
    { value: 'system', label: texts.settings.asSystem },
    { value: 'light', label: texts.settings.themeLight },
    { value: 'dark', label: texts.settings.themeDark },
  ] as const

const contrasts = () =>
  [
    { value: 'system', label: texts.settings.asSystem },
    { value: 'normal', label: texts.settings.contrastNormal },
    { value: 'high', label: texts.settings.contrastHigh },
  ] as const

/** Languages call themselves by their own name, so that whoever does not read the others finds back. */
const languages = () =>
  [
    { value: 'system', label: texts.settings.asSystem },
    { value: 'en', label: 'English' },
    { value: 'ru', label: 'Русский' },
  ] as const

/** Preferences. They are saved as they are changed. */
export function SettingsPage(): ReactNode {
  const settings = useSettings()
  const change = useChangeSettings()
  const words = texts.settings
  return (
    <Page title={words.title} isNarrow>
      <Panel padding={0}>
        <SettingRow title={words.language} description={words.languageDetail}>
          <ChoiceField
            label={words.language}
            value={settings.language}
            options={languages()}
            onChange={(language) => change({ language })}
          />
        </SettingRow>
        <SettingRow title={words.theme} description={words.themeDetail}>
          <ChoiceField
            label={words.theme}
            value={settings.theme}
            options={themes()}
            onChange={(theme) => change({ theme })}
          />
        </SettingRow>
        <SettingRow title={words.contrast} description={words.contrastDetail}>
          <ChoiceField
            label={words.contrast}
            value={settings.contrast}
            options={contrasts()}
            onChange={(contrast) => change({ contrast })}
          />
        </SettingRow>
        <SettingRow
          title={words.timestamps}
          description={words.timestampsDetail(formatTimestamp(EXAMPLE, settings.timestamps))}
        >
          <ZoneSetting zone={settings.timestamps} onChange={(timestamps) => change({ timestamps })} />
        </SettingRow>
        <SettingRow title={words.internalTopics} description={words.internalTopicsDetail}>
          <SwitchField
            label={words.showByDefault}
            isOn={settings.showInternalTopics}
            onChange={(showInternalTopics) => change({ showInternalTopics })}
          />
        </SettingRow>
        <SettingRow title={words.localPort} description={words.localPortDetail}>
          <PortSetting port={settings.localClusterPort} onChange={(localClusterPort) => change({ localClusterPort })} />
        </SettingRow>
        <Updates />
      </Panel>
      <About />
    </Page>
  )
}

/** Only the desktop app replaces itself. */
function Updates(): ReactNode {
  const { updateFeed } = useSettings()
  const change = useChangeSettings()
  const about = useQuery(queries.application.describe.queryOptions({ staleTime: Number.POSITIVE_INFINITY })).data
  if (about?.host !== 'desktop') return null
  const words = texts.settings.updates
  return (
    <SettingRow title={words.title} description={words.detail}>
      <UpdateSetting feed={updateFeed} onChange={(feed) => change({ updateFeed: feed })} />
    </SettingRow>
  )
}

const EXAMPLE = 1_750_000_000_125n

function About(): ReactNode {
  const about = useQuery(queries.application.describe.queryOptions({ staleTime: Number.POSITIVE_INFINITY })).data
  const waiting = <TextSkeleton width={180} />
  const words = texts.settings
  return (
    <Section title={words.about}>
      <Panel>
        <KeyValue
          facts={[
            { name: words.version, value: about ? `Brokkr ${about.version}` : waiting },
            { name: words.runsAs, value: about ? describeHost(about.host, about.platform) : waiting },
            {
              name: words.dataDirectory,
              value: about ? (
                <Row gap={4} isOneLine>
                  <Mono>{about.dataDirectory}</Mono>
                  <CopyButton text={about.dataDirectory} />
                </Row>
              ) : (
                waiting
              ),
            },
            { name: words.network, value: words.networkDetail },
          ]}
        />
      </Panel>
    </Section>
  )
}

function describeHost(host: 'desktop' | 'browser', platform: string): string {
  return host === 'desktop' ? texts.settings.desktopOn(platform) : texts.settings.browserOn(platform)
}
