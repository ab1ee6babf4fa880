import type { DataMethods } from '../data-worker/data-methods.ts'
import type { SegmentMethods } from '../data-worker/segment-methods.ts'
import type { DataWorker } from '../data-worker/data-worker.ts'
import type { LocalCluster } from '../broker-process/local-cluster.ts'
import type { SavedClusters } from '../connections/saved-clusters.ts'
import type { SecretVault } from '../connections/secret-vault.ts'
import type { ChangeJournal } from '../journal/change-journal.ts'
import type { LagRecorder } from '../lag/lag-recorder.ts'
import type { DecodingStore } from '../settings/decoding-store.ts'
import type { RememberedView } from '../settings/remembered-view.ts'
import type { OffsetSnapshotStore } from '../settings/offset-snapshot-store.ts'
import type { SettingsStore } from '../settings/settings-store.ts'
import type { Downloads } from './downloads.ts'
import type { EndingThrottles } from './ending-throttles.ts'
import type { OpenClusters } from './open-clusters.ts'

/** What is known of the running application itself. */
export interface ApplicationFacts {
  readonly version: string
  readonly host: 'desktop' | 'browser'
  readonly dataDirectory: string
}

/** How the desktop app is replaced by a newer version of itself. */
export interface Updater {
  /** The newer version that the feed at this address has; null: none. */
  check(feed: string): Promise<string | null>
  install(): Promise<void>
}

/** Everything that the procedures work with. The hosts make it once, every connection of a front end shares it. */
export interface Services {
  readonly application: ApplicationFacts
  readonly settings: SettingsStore
  readonly rememberedView: RememberedView
  readonly localCluster: LocalCluster
  readonly savedClusters: SavedClusters
  readonly vault: SecretVault
  readonly clusters: OpenClusters
  /** Null where the host has no dialogs of the system. */
  readonly chooseDirectory: ((title: string) => Promise<string | null>) | null
  /** Null where the host cannot replace itself. */
  readonly updater: Updater | null
  /** Reads, searches and decodes messages in a thread of its own. */
  readonly dataWorker: DataWorker<DataMethods>
  /** Reads files of log directories, in another. */
  readonly segmentWorker: DataWorker<SegmentMethods>
  readonly decoding: DecodingStore
  /** Exports that the page fetches as files. */
  readonly downloads: Downloads
  /** What was changed on clusters, by whom, and how it went. */
  readonly journal: ChangeJournal
  readonly offsetSnapshots: OffsetSnapshotStore
  /** Looks at the groups that are pinned, whether a window is open or not. */
  readonly lagRecorder: LagRecorder
  readonly throttles: EndingThrottles
}
