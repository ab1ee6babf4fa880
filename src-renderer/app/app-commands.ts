import {
  IconClock,
  IconContrast,
  IconDownload,
  IconFlask,
  IconFolderOpen,
  IconLanguage,
  IconPlayerPlay,
  IconPlayerStop,
  IconPlugConnected,
  IconRotate,
  IconSettings,
  IconSunMoon,
  IconTransferOut,
  IconTrash,
} from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import type { Settings } from '../api/settings.ts'
import { localClusterId } from '../api/clusters.ts'
import { problemOf } from '../api/problem.ts'
import { useChangeSettings, useSettings } from '../api/settings.ts'
import { useLocalClusterStatus } from '../api/streams.ts'
import { notifyProblem } from '../components/notify.ts'
import { useLocalClusterActions } from '../features/local-cluster/actions.ts'
import { knownZones } from '../formatting/zones.ts'
import { texts } from '../languages/texts.ts'
import type { Command } from './command.ts'

/** What can be done from everywhere: connecting, opening files, and how the console looks and speaks. */
export function useAppCommands(query: string): readonly Command[] {
  const navigate = useNavigate()
  const words = texts.palette
  const { connections } = words
  const connect = (hash: string) => () => void navigate({ to: '/', hash })
  return [
    {
      id: 'connect',
      label: connections.connect,
      detail: connections.connectDetail,
      icon: IconPlugConnected,
      run: connect('connect'),
    },
    {
      id: 'open directory',
      label: words.openDirectory,
      detail: words.openDirectoryDetail,
      icon: IconFolderOpen,
      run: () => void navigate({ to: '/directory', search: {} }),
    },
    {
      id: 'settings',
      label: texts.app.places.settings,
      detail: words.settingsDetail,
      icon: IconSettings,
      run: () => void navigate({ to: '/settings' }),
    },
    {
      id: 'paste',
      label: connections.paste,
      detail: connections.connectDetail,
      icon: IconPlugConnected,
      run: connect('paste'),
    },
    {
      id: 'import',
      label: connections.import,
      detail: connections.importDetail,
      icon: IconDownload,
      run: connect('import'),
    },
    ...useSettingCommands(query),
  ]
}

/** Each choice of a setting but the one that is made. */
function useSettingCommands(query: string): readonly Command[] {
  const settings = useSettings()
  const change = useChangeSettings()
  const words = texts.palette
  const ofSetting = texts.settings
  const choice = (label: string, wanted: Partial<Settings>, icon: Command['icon']): Command => ({
    id: JSON.stringify(wanted),
    label,
    detail: texts.app.places.settings,
    icon,
    run: () => change(wanted),
  })
  const theme = (name: string, wanted: Settings['theme']) => choice(words.themeIs(name), { theme: wanted }, IconSunMoon)
  const contrast = (name: string, wanted: Settings['contrast']) =>
    choice(words.contrastIs(name), { contrast: wanted }, IconContrast)
  const language = (name: string, wanted: Settings['language']) =>
    choice(words.languageIs(name), { language: wanted }, IconLanguage)
  const zone = (name: string, wanted: string) => choice(words.timesIn(name), { timestamps: wanted }, IconClock)
  const all = [
    theme(ofSetting.themeLight, 'light'),
    theme(ofSetting.themeDark, 'dark'),
    theme(ofSetting.asSystem, 'system'),
    contrast(ofSetting.contrastHigh, 'high'),
    contrast(ofSetting.contrastNormal, 'normal'),
    contrast(ofSetting.asSystem, 'system'),
    language('English', 'en'),
    language('Русский', 'ru'),
    language(ofSetting.asSystem, 'system'),
    zone(words.localTime, 'local'),
    zone('UTC', 'utc'),
    ...(query.trim() === '' ? [] : knownZones().map((name) => zone(name, name))),
  ]
  const chosen = Object.entries(settings).map(([name, value]) => JSON.stringify({ [name]: value }))
  return all.filter(({ id }) => !chosen.includes(id))
}

/** What can be done with the local cluster as it is now. */
export function useLocalClusterCommands(): readonly Command[] {
  const navigate = useNavigate()
  const status = useLocalClusterStatus()
  const { start, stop, restart, loadSampleData } = useLocalClusterActions()
  const words = texts.palette.local
  const onError = (error: Error): void => notifyProblem(problemOf(error))
  const open = (hash = ''): void =>
    void navigate({ to: '/clusters/$clusterId', params: { clusterId: localClusterId }, hash })
  const command = (label: string, icon: Command['icon'], run: () => void): Command => {
    return { id: label, label, detail: words.detail, icon, run }
  }
  const ofData = [
    command(words.handOver, IconTransferOut, () => open('hand-over')),
    command(words.wipe, IconTrash, () => open('wipe')),
  ]
  if (status?.state === 'running') {
    return [
      command(words.stop, IconPlayerStop, () => stop.mutate(undefined, { onError })),
      command(words.restart, IconRotate, () => restart.mutate(undefined, { onError })),
      command(words.loadSampleData, IconFlask, () => loadSampleData.mutate()),
      ...ofData,
    ]
  }
  if (status?.state !== 'stopped' && status?.state !== 'failed') return []
  const run = (): void => start.mutate(undefined, { onSuccess: () => open(), onError })
  const hasData = status.state === 'stopped' && status.hasData
  return [command(words.start, IconPlayerPlay, run), ...(hasData ? ofData : [])]
}
