import { z } from 'zod'
import { procedure } from './base.ts'
import { language } from './languages/language.ts'

/** Preferences of the user. */
export const settings = z.object({
  /** `system`: the first of the system's languages in which Brokkr speaks. */
  language: z.enum(['system', ...language.options]),
  theme: z.enum(['system', 'light', 'dark']),
  /** `system`: as the system asks for it. */
  contrast: z.enum(['system', 'normal', 'high']),
  /** Whose clocks times are shown and read by: `local`, `utc`, or a zone of the IANA such as `Europe/Berlin`. */
  timestamps: z.string().refine(isZone),
  showInternalTopics: z.boolean(),
  /** The port that the local cluster tries first. */
  localClusterPort: z.number().int().min(1024).max(65_535),
  /** A log directory that was opened as the local cluster, and its node's id; null: Brokkr's own. */
  localClusterDirectory: z.object({ path: z.string(), nodeId: z.number() }).nullable(),
  /** Where newer versions of the desktop app are asked for; null: nowhere. */
  updateFeed: z.url({ protocol: /^https?$/ }).nullable(),
  /** Whether the local cluster is started in secure mode. */
  isLocalClusterSecured: z.boolean(),
})
export type Settings = z.infer<typeof settings>

/** What a new user has, and what a field is that a settings file of an older version lacks. */
export const defaultSettings: Settings = {
  language: 'system',
  theme: 'system',
  contrast: 'system',
  timestamps: 'local',
  showInternalTopics: false,
  localClusterPort: 9092,
  localClusterDirectory: null,
  updateFeed: null,
  isLocalClusterSecured: false,
}

function isZone(zone: string): boolean {
  if (zone === 'local' || zone === 'utc') return true
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).format(0) !== ''
  } catch {
    return false
  }
}

export const settingsProcedures = {
  get: procedure.output(settings),
  /**
   * Changes the given fields only, and gives all of them. A directory is opened by `dataDirectories`, which looks at it,
   * and secure mode is set by `localCluster`, which restarts.
   */
  change: procedure
    .input(settings.omit({ localClusterDirectory: true, isLocalClusterSecured: true }).partial())
    .output(settings),
}
