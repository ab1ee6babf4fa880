import { localClusterId } from '../api/clusters.ts'
import type { LocalClusterStatus } from '../api/local-cluster.ts'
import type { LocalCluster } from '../broker-process/local-cluster.ts'
import { MissingSecretError } from '../connections/connection-error.ts'
import type { ConnectionSecurity } from '../connections/connection-security.ts'
import type { SavedCluster, SavedClusters } from '../connections/saved-clusters.ts'
import type { SecretVault } from '../connections/secret-vault.ts'
import { neededSecrets, securityFromSettings } from '../connections/security-from-settings.ts'
import { ClusterSession } from '../kafka/session.ts'
import type { WireCluster } from '../kafka/wire-cluster.ts'
import type { ClusterPlace } from '../scans/cluster-place.ts'
import { WatchedValue } from '../streams/watched-value.ts'
import { texts } from '../languages/texts.ts'
import { ProblemError } from './problem-error.ts'

interface OpenCluster {
  /** What the session is for: another run of the local broker needs another one. */
  readonly run: string
  readonly session: ClusterSession
  readonly place: ClusterPlace
}

export interface ClusterSources {
  readonly savedClusters: SavedClusters
  readonly localCluster: LocalCluster
  readonly vault: SecretVault
}

/**
 * The clusters that the console talks to, by the ids of the contract: opened when they are first asked for, shared by all windows,
 * closed when they are forgotten or changed. The session to the local one lives as long as a run of its broker.
 */
export class OpenClusters implements AsyncDisposable {
  /** Set to another number whenever a cluster may be reached in another way than before. */
  readonly changes = new WatchedValue(0)
  readonly #sources: ClusterSources
  readonly #open = new Map<string, OpenCluster>()
  readonly #onConnected = new Set<(clusterId: string) => void>()
  readonly #closing = new AbortController()

  constructor(sources: ClusterSources) {
    this.#sources = sources
    sources.vault.onChange(() => this.#tell())
    void this.#closeWithBroker()
  }

  /** @throws ProblemError as `session` */
  get(clusterId: string): WireCluster {
    return this.session(clusterId).cluster
  }

  /** Null when the local cluster does not run, or when there is none of that id (any more). */
  getIfThere(clusterId: string): WireCluster | null {
    const isThere =
      clusterId === localClusterId
        ? this.#sources.localCluster.status.value.state === 'running'
        : this.#sources.savedClusters.find(clusterId) !== undefined
    return isThere ? this.get(clusterId) : null
  }

  /**
   * @throws ProblemError `CONFLICT` when the local cluster does not run, `NOT_FOUND` when there is none of that id; ConnectionError when its
   * secrets are missing or its certificates cannot be read
   */
  session(clusterId: string): ClusterSession {
    return this.#opened(clusterId).session
  }

  /** Calls `listener` whenever a cluster can be reached that could not be before. */
  onConnected(listener: (clusterId: string) => void): void {
    this.#onConnected.add(listener)
  }

  /** How another thread reaches the cluster. @throws as `session` */
  place(clusterId: string): ClusterPlace {
    return this.#opened(clusterId).place
  }

  /** Where the cluster can be reached. @throws as `session` */
  bootstrapServers(clusterId: string): string {
    return this.#opened(clusterId).place.bootstrapServers
  }

  /** What a cluster is called, where the user has marked it read-only; null otherwise. */
  readOnlyName(clusterId: string): string | null {
    const saved = this.#sources.savedClusters.find(clusterId)
    return saved?.marks.isReadOnly === true ? saved.name : null
  }

  async close(clusterId: string): Promise<void> {
    const open = this.#open.get(clusterId)
    this.#open.delete(clusterId)
    this.#tell()
    await open?.session[Symbol.asyncDispose]()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort()
    await Promise.all([...this.#open.keys()].map((clusterId) => this.close(clusterId)))
  }

  #opened(clusterId: string): OpenCluster {
    const run = clusterId === localClusterId ? this.#runOfBroker() : ''
    const open = this.#open.get(clusterId)
    if (open?.run === run) return open
    if (open !== undefined) void open.session[Symbol.asyncDispose]()
    const place = clusterId === localClusterId ? this.#localPlace() : this.#savedPlace(clusterId)
    const { bootstrapServers, security, isReadOnly = false } = place
    const session = new ClusterSession({ bootstrapServers, isReadOnly, ...security })
    const opened = { run, session, place }
    this.#open.set(clusterId, opened)
    this.#tellWhenConnected(clusterId, session)
    void session.check()
    return opened
  }

  #tellWhenConnected(clusterId: string, session: ClusterSession): void {
    let isConnected = false
    session.onChange(({ state }) => {
      const wasConnected = isConnected
      isConnected = state === 'connected'
      if (!isConnected || wasConnected) return
      for (const listener of this.#onConnected) listener(clusterId)
    })
  }

  #localPlace(): ClusterPlace {
    const { localCluster } = this.#sources
    return { bootstrapServers: runningAddress(localCluster.status.value), security: localCluster.security }
  }

  #savedPlace(clusterId: string): ClusterPlace {
    const saved = this.#sources.savedClusters.find(clusterId) ?? noSuchCluster(clusterId)
    const { bootstrapServers, marks } = saved
    return { bootstrapServers, isReadOnly: marks.isReadOnly, security: this.#securityOf(saved) }
  }

  #securityOf({ id, name, security }: SavedCluster): ConnectionSecurity {
    const { vault } = this.#sources
    const known = vault.get(id)
    const isComplete = neededSecrets(security).every((each) => known[each] !== undefined)
    const needs = vault.keeping.isLocked ? 'passphrase' : 'secrets'
    if (!isComplete) throw new MissingSecretError(name, needs, vault.whyOutOfReach(id))
    return securityFromSettings(security, known)
  }

  /** A broker that is gone is not asked again and again whether it is back: its next run is told of. */
  async #closeWithBroker(): Promise<void> {
    for await (const { state } of this.#sources.localCluster.status.watch(this.#closing.signal)) {
      if (state !== 'running') await this.close(localClusterId)
    }
  }

  /** @throws ProblemError when it does not run */
  #runOfBroker(): string {
    const status = this.#sources.localCluster.status.value
    const address = runningAddress(status)
    return status.state === 'running' ? `${address} ${status.processId}` : address
  }

  #tell(): void {
    this.changes.set(this.changes.value + 1)
  }
}

function runningAddress(status: LocalClusterStatus): string {
  if (status.state === 'running') return status.bootstrapServers
  const isStarting = status.state === 'starting'
  const words = texts.procedures.localCluster
  throw new ProblemError('CONFLICT', {
    what: words.notRunning,
    why: isStarting ? words.starting : words.needed,
    remedy: isStarting ? words.wait : words.start,
  })
}

/** @throws ProblemError NOT_FOUND */
export function noSuchCluster(clusterId: string): never {
  const { what, why, remedy } = texts.procedures.unknownCluster
  throw new ProblemError('NOT_FOUND', { what, why: why(clusterId), remedy })
}
