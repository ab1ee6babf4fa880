import { join } from 'node:path'
import { z } from 'zod'
import { listReassignments } from '../kafka/reassignments.ts'
import type { WireCluster } from '../kafka/wire-cluster.ts'
import { JsonFile } from '../settings/json-file.ts'
import { journalled } from './journalled.ts'
import { refuseReadOnly } from './refuse-changes.ts'
import type { Services } from './services.ts'
import { readThrottle, removeThrottle } from './throttle.ts'

const throttlesFile = z.object({
  version: z.literal(1),
  /** Moves that were begun with a limit of ours, which is still set. */
  moves: z.array(z.object({ clusterId: z.string(), topic: z.string() })),
})

const lookEveryMs = 3000

/**
 * Takes the limits of moves away when the moves have ended: forgotten ones slow the cluster's own replication down. Limits that other
 * programs have set are left alone. What was begun before the back end started is ended as soon as there is a connection to the cluster.
 */
export class EndingThrottles implements Disposable {
  readonly #file: JsonFile<z.infer<typeof throttlesFile>>
  readonly #timers = new Map<string, NodeJS.Timeout>()
  readonly #looking = new Map<string, Promise<void>>()
  #isClosed = false

  constructor(dataDirectory: string, report: (message: string) => void) {
    const path = join(dataDirectory, 'throttles.json')
    this.#file = new JsonFile({ path, schema: throttlesFile, initial: { version: 1, moves: [] }, report })
  }

  /** To be called before the limit is set, so that a crash does not leave one that nobody knows of. */
  async add(services: Services, move: { readonly clusterId: string; readonly topic: string }): Promise<void> {
    const { clusterId, topic } = move
    await this.#keep([...this.#others({ clusterId, topics: [topic] }), { clusterId, topic }])
    this.#lookLater(services, clusterId)
  }

  /** The limits of a cluster were taken away by hand. */
  async forget(clusterId: string): Promise<void> {
    if (this.#topicsOf(clusterId).length > 0) {
      await this.#keep(this.#file.value.moves.filter((each) => each.clusterId !== clusterId))
    }
  }

  /** There is a connection to the cluster (again): goes on with what was begun before. */
  connected(services: Services, clusterId: string): void {
    if (this.#topicsOf(clusterId).length > 0) this.#lookNow(services, clusterId)
  }

  /** Looks whether moves have ended, and takes their limits away. @throws KafkaClientError */
  async look(services: Services, clusterId: string): Promise<void> {
    if (this.#topicsOf(clusterId).length === 0) return
    const looking = this.#looking.get(clusterId) ?? this.#endThoseDone(services, clusterId)
    this.#looking.set(clusterId, looking)
    try {
      await looking
    } finally {
      this.#looking.delete(clusterId)
    }
  }

  [Symbol.dispose](): void {
    this.#isClosed = true
    for (const timer of this.#timers.values()) clearTimeout(timer)
    this.#timers.clear()
  }

  #lookLater(services: Services, clusterId: string): void {
    if (this.#isClosed) return
    clearTimeout(this.#timers.get(clusterId))
    const timer = setTimeout(() => this.#lookNow(services, clusterId), lookEveryMs)
    timer.unref()
    this.#timers.set(clusterId, timer)
  }

  #lookNow(services: Services, clusterId: string): void {
    // A cluster that does not answer now is asked again.
    const look = this.look(services, clusterId).catch(() => {})
    void look.then(() => {
      if (this.#topicsOf(clusterId).length > 0) this.#lookLater(services, clusterId)
    })
  }

  async #endThoseDone(services: Services, clusterId: string): Promise<void> {
    const cluster = services.clusters.get(clusterId)
    const ongoing = await listReassignments(cluster)
    const topics = this.#topicsOf(clusterId).filter((topic) => !ongoing.some((each) => each.topic === topic))
    if (topics.length === 0) return
    const call = {
      path: ['reassignments', 'removeThrottle'],
      input: { clusterId },
      services,
      refuse: () => refuseReadOnly(services.clusters, clusterId),
    }
    await journalled(call, () => end(cluster, topics, ongoing.length === 0))
    await this.#keep(this.#others({ clusterId, topics }))
  }

  #topicsOf(clusterId: string): string[] {
    return this.#file.value.moves.flatMap((move) => (move.clusterId === clusterId ? [move.topic] : []))
  }

  #others({ clusterId, topics }: { readonly clusterId: string; readonly topics: readonly string[] }) {
    return this.#file.value.moves.filter((each) => each.clusterId !== clusterId || !topics.includes(each.topic))
  }

  async #keep(moves: z.infer<typeof throttlesFile>['moves']): Promise<void> {
    await this.#file.replace({ version: 1, moves })
  }
}

/** The rates of the brokers hold for all moves: they stay until the last one has ended. */
async function end(cluster: WireCluster, topics: readonly string[], isLast: boolean): Promise<void> {
  const { brokers, topics: limited } = await readThrottle(cluster, topics)
  await removeThrottle(cluster, { brokers: isLast ? brokers : [], topics: limited })
}
