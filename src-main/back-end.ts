import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { closestLanguage, setLanguage } from './api/languages/language.ts'
import type { StartBrokerProgram } from './broker-process/broker-program.ts'
import { LocalCluster } from './broker-process/local-cluster.ts'
import type { DataMethods } from './data-worker/data-methods.ts'
import { DataWorker } from './data-worker/data-worker.ts'
import type { SegmentMethods } from './data-worker/segment-methods.ts'
import type { SecureMode } from './broker-process/secure-mode.ts'
import { noSecurity } from './connections/connection-security.ts'
import { setScramPasswords } from './kafka/scram-users.ts'
import { ChangeJournal } from './journal/change-journal.ts'
import { connectTo } from './scans/cluster-place.ts'
import { Downloads } from './procedures/downloads.ts'
import { EndingThrottles } from './procedures/ending-throttles.ts'
import { OpenClusters } from './procedures/open-clusters.ts'
import { SavedClusters } from './connections/saved-clusters.ts'
import { SecretVault, type Keychain } from './connections/secret-vault.ts'
import type { ApplicationFacts, Services } from './procedures/services.ts'
import { texts } from './languages/texts.ts'
import { makeDataDirectory } from './settings/data-directory.ts'
import { lockInstance } from './settings/instance-lock.ts'
import { LagRecorder } from './lag/lag-recorder.ts'
import { OffsetSnapshotStore } from './settings/offset-snapshot-store.ts'
import { DecodingStore } from './settings/decoding-store.ts'
import { RememberedView } from './settings/remembered-view.ts'
import { SettingsStore } from './settings/settings-store.ts'

export interface BackEndOptions {
  readonly application: ApplicationFacts
  /** The languages of the system, the most wanted first. A page says later which it speaks. */
  readonly systemLanguages?: readonly string[]
  /** Told in one sentence what a user should know and no screen shows. */
  readonly report: (message: string) => void
  /** Another Brokkr was asked to open a link, and leaves it to this one. */
  readonly openLink?: (link: string) => void
  /** Asks the user for a directory in a dialog of the system, where the host has one. Null: cancelled. */
  readonly chooseDirectory?: Services['chooseDirectory']
  /** Starts the broker's program; as a child that is plain Node without this. */
  readonly startBrokerProgram?: StartBrokerProgram
  /** Replaces the host by a newer version, where it can. */
  readonly updater?: Services['updater']
  /** The keychain of the system, where the host can reach it. */
  readonly keychain?: Keychain
}

export interface BackEnd extends AsyncDisposable {
  readonly services: Services
}

/**
 * Makes the back end that both hosts serve; closing it stops the local cluster.
 *
 * @throws InstanceRunningError when another Brokkr works in the data directory, DataDirectoryError when none can
 */
export async function startBackEnd(options: BackEndOptions): Promise<BackEnd> {
  const { application, report, chooseDirectory = null, updater = null } = options
  const { dataDirectory } = application
  makeDataDirectory(dataDirectory)
  const lock = await lockInstance(dataDirectory, options.openLink)
  const settings = new SettingsStore(dataDirectory, report)
  const rememberedView = new RememberedView(dataDirectory, report)
  const { language } = settings.get()
  setLanguage(language === 'system' ? closestLanguage(options.systemLanguages ?? []) : language)
  const savedClusters = new SavedClusters(dataDirectory, report)
  const localCluster = new LocalCluster({
    program: brokerProgram(),
    ...(options.startBrokerProgram && { startProgram: options.startBrokerProgram }),
    dataDirectory,
    preferredPort: () => settings.get().localClusterPort,
    waitForAnswer,
    isSecured: () => settings.get().isLocalClusterSecured,
    report,
    place: settings.get().localClusterDirectory,
  })
  const vault = new SecretVault({ directory: dataDirectory, keychain: options.keychain ?? noKeychain(), report })
  const clusters = new OpenClusters({ savedClusters, localCluster, vault })
  const decoding = new DecodingStore(dataDirectory, report)
  const journal = new ChangeJournal(dataDirectory)
  const dataWorker = new DataWorker<DataMethods>(workerProgram('worker'))
  // A second thread: a check of gigabytes on disk must not hold up a search, nor the other way round.
  const segmentWorker = new DataWorker<SegmentMethods>(workerProgram('segment-worker'))
  const throttles = new EndingThrottles(dataDirectory, report)
  const offsetSnapshots = new OffsetSnapshotStore(dataDirectory, report)
  const lagRecorder = new LagRecorder({
    dataDirectory,
    report,
    clusterOf: (clusterId) => clusters.getIfThere(clusterId),
  })
  const services: Services = {
    application,
    settings,
    rememberedView,
    savedClusters,
    vault,
    clusters,
    localCluster,
    chooseDirectory,
    updater,
    dataWorker,
    segmentWorker,
    decoding,
    downloads: new Downloads(),
    offsetSnapshots,
    lagRecorder,
    throttles,
    journal,
  }
  clusters.onConnected((clusterId) => throttles.connected(services, clusterId))
  return {
    services,
    [Symbol.asyncDispose]: async () => {
      throttles[Symbol.dispose]()
      await lagRecorder[Symbol.asyncDispose]()
      await dataWorker[Symbol.asyncDispose]()
      await segmentWorker[Symbol.asyncDispose]()
      await clusters[Symbol.asyncDispose]()
      await localCluster[Symbol.asyncDispose]()
      await journal[Symbol.asyncDispose]()
      await lock[Symbol.asyncDispose]()
    },
  }
}

const noKeychain = (): Keychain => ({ isAvailable: false, why: texts.connections.noKeychainInBrowser })

/** Beside us, built or as source: `out/chunks/x.js` and `out/broker/main.js`, `src-main/x.ts` and `broker/main.ts`. */
function brokerProgram(): string {
  return fileURLToPath(new URL(`../broker/main${extname(fileURLToPath(import.meta.url))}`, import.meta.url))
}

/** `out/data-worker/<name>.js`, or the source beside us. */
function workerProgram(name: 'worker' | 'segment-worker'): string {
  const extension = extname(fileURLToPath(import.meta.url))
  const place = extension === '.js' ? `../data-worker/${name}.js` : `data-worker/${name}.ts`
  return fileURLToPath(new URL(place, import.meta.url))
}

/**
 * Whether a broker serves is told by an answer, not by a port that can be connected to. In secure mode it is told of its
 * users then, the first time that a cluster is started so.
 */
async function waitForAnswer(bootstrapServers: string, secureMode: SecureMode | null): Promise<void> {
  const cluster = connectTo({ bootstrapServers, security: secureMode?.security ?? noSecurity })
  try {
    const { kafkaClusterId } = await cluster.metadata()
    if (secureMode === null || kafkaClusterId === null || secureMode.isKnownTo(kafkaClusterId)) return
    await setScramPasswords(cluster, secureMode.users)
    await secureMode.noteKnownTo(kafkaClusterId)
  } finally {
    cluster.close()
  }
}
