import type { WireCluster } from '../kafka/wire-cluster.ts'
import { connectTo, type ClusterPlace } from './cluster-place.ts'

const idleMs = 30_000
const mostIdle = 4

/**
 * Connections to clusters that outlive what they were opened for by half a minute: a handshake of TLS and a login at each search
 * would cost more than the search. Each is lent to one at a time, because a broker answers a connection in order.
 *
 * Nothing but what is open and quiet goes from one to the next: what was known of the cluster is asked anew, and a
 * place with another secret is another place.
 */
export class KeptClusters {
  readonly #idle = new Map<string, { readonly cluster: WireCluster; readonly ending: NodeJS.Timeout }[]>()

  /** To be given back, whatever comes of it. */
  take(place: ClusterPlace): WireCluster {
    const kept = this.#idle.get(nameOf(place))?.pop()
    if (kept === undefined) return connectTo(place)
    clearTimeout(kept.ending)
    return kept.cluster
  }

  giveBack(place: ClusterPlace, cluster: WireCluster): void {
    cluster.settle().then(
      (isOpen) => (isOpen ? this.#keep(nameOf(place), cluster) : cluster.close()),
      () => cluster.close(),
    )
  }

  #keep(name: string, cluster: WireCluster): void {
    const idle = this.#idle.get(name) ?? []
    if (idle.length >= mostIdle) return cluster.close()
    this.#idle.set(name, idle)
    const end = (): void => {
      cluster.close()
      const left = idle.filter((each) => each.cluster !== cluster)
      idle.splice(0, idle.length, ...left)
      if (idle.length === 0) this.#idle.delete(name)
    }
    idle.push({ cluster, ending: setTimeout(end, idleMs).unref() })
  }
}

function nameOf(place: ClusterPlace): string {
  return JSON.stringify(place)
}
