import { localClusterId } from '../api/clusters.ts'
import type { LocalClusterStatus } from '../api/local-cluster.ts'
import type { LocalCluster } from '../broker-process/local-cluster.ts'
import { noSecurity, type ConnectionSecurity } from '../connections/connection-security.ts'
import type { SavedClusters } from '../connections/saved-clusters.ts'
import { ClusterSession } from '../kafka/session.ts'
import type { WireCluster } from '../kafka/wire-cluster.ts'
import type { ClusterPlace } from '../scans/cluster-place.ts'
import { ProblemError } from './problem-error.ts'

interface OpenCluster {
  /** What the session is for: another address, or another run of the local broker, needs another one. */
  readonly place: string
  readonly session: ClusterSession
}

/**
 * The clusters that the console talks to, by the ids of the contract: opened when they are first asked for, shared by all
 * windows, closed when they are forgotten. The session to the local one lives as long as a run of its broker.
 */
export class OpenClusters implements AsyncDisposable {
  readonly #savedClusters: SavedClusters
  readonly #localCluster: LocalCluster
  readonly #open = new Map<string, OpenCluster>()
  readonly #closing = new AbortController()

  constructor(savedClusters: SavedClusters, localCluster: LocalCluster) {
    this.#savedClusters = savedClusters
    this.#localCluster = localCluster
    void this.#closeWithBroker()
  }

  /** @throws ProblemError as `session` */
  get(clusterId: string): WireCluster {
    return this.session(clusterId).cluster
  }

  /** @throws ProblemError `CONFLICT` when the local cluster does not run, `NOT_FOUND` when there is none of that id */
  session(clusterId: string): ClusterSession {
    const bootstrapServers = this.bootstrapServers(clusterId)
    const place = clusterId === localClusterId ? `${bootstrapServers} ${this.#brokerProcess()}` : bootstrapServers
    const open = this.#open.get(clusterId)
    if (open?.place === place) return open.session
    if (open !== undefined) void open.session[Symbol.asyncDispose]()
    const session = new ClusterSession({ bootstrapServers, ...this.#security(clusterId) })
    this.#open.set(clusterId, { place, session })
    void session.check()
    return session
  }

  /** How another thread reaches the cluster. @throws ProblemError as `session` */
  place(clusterId: string): ClusterPlace {
    return { bootstrapServers: this.bootstrapServers(clusterId), security: this.#security(clusterId) }
  }

  /** Where the cluster can be reached. @throws ProblemError as `session` */
  bootstrapServers(clusterId: string): string {
    if (clusterId === localClusterId) return runningAddress(this.#localCluster.status.value)
    return this.#savedClusters.find(clusterId)?.bootstrapServers ?? noSuchCluster(clusterId)
  }

  async close(clusterId: string): Promise<void> {
    const open = this.#open.get(clusterId)
    this.#open.delete(clusterId)
    await open?.session[Symbol.asyncDispose]()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort()
    await Promise.all([...this.#open.keys()].map((clusterId) => this.close(clusterId)))
  }

  /** A broker that is gone is not asked again and again whether it is back: its next run is told of. */
  async #closeWithBroker(): Promise<void> {
    for await (const { state } of this.#localCluster.status.watch(this.#closing.signal)) {
      if (state !== 'running') await this.close(localClusterId)
    }
  }

  #security(clusterId: string): ConnectionSecurity {
    return clusterId === localClusterId ? this.#localCluster.security : noSecurity
  }

  #brokerProcess(): number | null {
    const status = this.#localCluster.status.value
    return status.state === 'running' ? status.processId : null
  }
}

function runningAddress(status: LocalClusterStatus): string {
  if (status.state === 'running') return status.bootstrapServers
  const isStarting = status.state === 'starting'
  throw new ProblemError('CONFLICT', {
    what: 'The local cluster is not running.',
    why: isStarting ? 'It is still starting.' : 'What was asked for needs its broker.',
    remedy: isStarting ? 'Wait a moment.' : 'Start the local cluster and try again.',
  })
}

function noSuchCluster(clusterId: string): never {
  throw new ProblemError('NOT_FOUND', {
    what: 'This cluster is not known.',
    why: `No cluster with the id ${clusterId} is saved. It may have been forgotten in another window.`,
    remedy: 'Connect to it again.',
  })
}
