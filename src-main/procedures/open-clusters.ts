import { localClusterId } from '../api/clusters.ts'
import type { LocalClusterStatus } from '../api/local-cluster.ts'
import type { LocalCluster } from '../broker-process/local-cluster.ts'
import type { SavedClusters } from '../connections/saved-clusters.ts'
import { ClusterSession } from '../kafka/session.ts'
import type { WireCluster } from '../kafka/wire-cluster.ts'
import { ProblemError } from './problem-error.ts'

interface OpenCluster {
  readonly bootstrapServers: string
  readonly session: ClusterSession
}

/**
 * The clusters that the console talks to, by the ids of the contract: opened when they are first asked for, shared by all windows, closed
 * when they are forgotten. The local one is opened anew when its broker has got another address.
 */
export class OpenClusters implements AsyncDisposable {
  readonly #savedClusters: SavedClusters
  readonly #localCluster: LocalCluster
  readonly #open = new Map<string, OpenCluster>()

  constructor(savedClusters: SavedClusters, localCluster: LocalCluster) {
    this.#savedClusters = savedClusters
    this.#localCluster = localCluster
  }

  /** @throws ProblemError as `session` */
  get(clusterId: string): WireCluster {
    return this.session(clusterId).cluster
  }

  /** @throws ProblemError `CONFLICT` when the local cluster does not run, `NOT_FOUND` when there is none of that id */
  session(clusterId: string): ClusterSession {
    const bootstrapServers = this.bootstrapServers(clusterId)
    const open = this.#open.get(clusterId)
    if (open?.bootstrapServers === bootstrapServers) return open.session
    if (open !== undefined) void open.session[Symbol.asyncDispose]()
    const session = new ClusterSession({ bootstrapServers })
    this.#open.set(clusterId, { bootstrapServers, session })
    void session.check()
    return session
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
    await Promise.all([...this.#open.keys()].map((clusterId) => this.close(clusterId)))
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
