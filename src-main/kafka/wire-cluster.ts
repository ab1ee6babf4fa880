import type { Api } from '../../broker/protocol/api.ts'
import { errorCode } from '../../broker/protocol/error-codes.ts'
import { findCoordinator } from '../../broker/protocol/messages/find-coordinator.ts'
import { metadata } from '../../broker/protocol/messages/metadata.ts'
import type { Fields, Struct } from '../../broker/schema/field.ts'
import { texts } from '../languages/texts.ts'
import { BrokerPool, type Lane } from './broker-pool.ts'
import { formatAddress, type BrokerAddress } from './broker-address.ts'
import {
  clusterMetadataFrom,
  type BrokerMetadata,
  type ClusterMetadata,
  type TopicMetadata,
} from './cluster-metadata.ts'
import {
  AdvertisedAddressError,
  CannotConnectError,
  ConnectionLostError,
  KafkaClientError,
  NotFoundError,
  refuseError,
  RefusedByBrokerError,
} from './kafka-errors.ts'
import { isReadOnly } from './read-only-apis.ts'
import {
  defaultConnectionOptions,
  type ConnectionOptions,
  type RequestOptions,
  type RequestValue,
  type WireConnection,
} from './wire-connection.ts'

export interface ClusterOptions extends Partial<ConnectionOptions> {
  /** Where to begin; the cluster itself says who else belongs to it. */
  readonly bootstrap: readonly BrokerAddress[]
}

/** Who is to answer. */
export type Target =
  | { readonly to: 'any' }
  | { readonly to: 'controller' }
  | { readonly to: 'broker'; readonly nodeId: number; readonly lane?: Lane }
  | { readonly to: 'coordinator'; readonly groupId: string }

export type Route = Target & RequestOptions

/**
 * A cluster as the console talks to it: finds out who its brokers are, keeps connections to them, and opens new ones
 * when they end. It has no state of its own that a restart of a broker could break.
 */
export class WireCluster {
  readonly #bootstrap: readonly BrokerAddress[]
  readonly #pool: BrokerPool
  readonly #coordinators = new Map<string, number>()
  /** The brokers that were named last, and the topics that anyone has asked for. */
  #known: ClusterMetadata | null = null

  constructor(options: ClusterOptions) {
    const { bootstrap, ...connection } = options
    this.#bootstrap = bootstrap
    this.#pool = new BrokerPool({ ...defaultConnectionOptions, ...connection })
  }

  /** Calls `listener` whenever an open connection has ended. Gives the function that stops it. */
  onConnectionLoss(listener: () => void): () => void {
    return this.#pool.onLoss(listener)
  }

  /** Tries every broker again at once, whatever failed before. */
  forgetFailures(): void {
    this.#pool.forgetFailures()
  }

  /** As new, but for the connections that are open and quiet. False: there is none. */
  async settle(): Promise<boolean> {
    this.#known = null
    this.#coordinators.clear()
    return (await this.#pool.settle()) > 0
  }

  close(): void {
    this.#pool.close()
  }

  /**
   * Asks the cluster about itself and the named topics (null: all of them; none by default). Creates no topic.
   * @throws CannotConnectError when no broker can be reached
   */
  async metadata(topics: readonly string[] | null = []): Promise<ClusterMetadata> {
    const response = await this.request({ to: 'any' }, metadata, {
      topics: topics?.map((name) => ({ name })) ?? null,
      allowAutoTopicCreation: false,
    })
    const fresh = clusterMetadataFrom(response)
    const remembered = topics === null ? [] : (this.#known?.topics ?? [])
    const kept = new Map([...remembered].filter(([name]) => !fresh.topicErrors.has(name)))
    this.#known = { ...fresh, topics: new Map([...kept, ...fresh.topics]) }
    return fresh
  }

  /** One topic, as the cluster describes it now. @throws RefusedByBrokerError, NotFoundError */
  async topic(name: string): Promise<TopicMetadata> {
    const { topics, topicErrors } = await this.metadata([name])
    const found = topics.get(name)
    if (found) return found
    throw new RefusedByBrokerError({
      what: texts.refusals.topicNotDescribed(name),
      errorCode: topicErrors.get(name) ?? errorCode.UNKNOWN_TOPIC_OR_PARTITION,
      needs: texts.refusals.rights.onTopic('DESCRIBE', name),
    })
  }

  /** One topic as it was described last; null when nobody has asked for it yet. */
  knownTopic(name: string): TopicMetadata | null {
    return this.#known?.topics.get(name) ?? null
  }

  /**
   * Sends a request and waits for the response. Whether error codes in it matter is for the caller to see. A request
   * that only reads is sent once more when the connection is lost under way.
   */
  async request<Request extends Fields, Response extends Fields>(
    route: Route,
    api: Api<Request, Response>,
    value: RequestValue<Request>,
  ): Promise<Struct<Response>> {
    const send = async (): Promise<Struct<Response>> => (await this.connection(route)).request(api, value, route)
    try {
      return await send()
    } catch (error) {
      if (!(error instanceof ConnectionLostError) || !isReadOnly(api)) throw error
      return send()
    }
  }

  /** An open connection to whoever the target is. */
  async connection(target: Target): Promise<WireConnection> {
    if (target.to === 'any') return this.#anyBroker()
    if (target.to === 'controller') return this.#controller()
    if (target.to === 'broker') return this.#broker(target.nodeId, target.lane ?? 'requests')
    return this.#broker(await this.#coordinator(target.groupId), 'requests')
  }

  /** The broker that coordinates a group, as far as anyone has asked for it. */
  knownCoordinator(groupId: string): number | null {
    return this.#coordinators.get(groupId) ?? null
  }

  /** The coordinator of a group is asked for again at the next request to it. */
  forgetCoordinator(groupId: string): void {
    this.#coordinators.delete(groupId)
  }

  async #anyBroker(): Promise<WireConnection> {
    const candidates = [...(this.#known?.brokers ?? []), ...this.#bootstrap]
    const errors: KafkaClientError[] = []
    for (const candidate of candidates) {
      try {
        return await this.#pool.connect(candidate, 'requests')
      } catch (error) {
        if (!(error instanceof KafkaClientError)) throw error
        errors.push(error)
      }
    }
    // What the user typed is what the error should be about.
    throw errors.at(-1) ?? new CannotConnectError(texts.kafka.cluster, texts.kafka.noAddress)
  }

  /** With KRaft any broker passes requests on to it; the one that is named may have gone since. */
  async #controller(): Promise<WireConnection> {
    const { controllerId } = await this.metadata()
    const named = controllerId !== null && (await this.#unlessUnreachable(this.#broker(controllerId, 'requests')))
    return named || this.#anyBroker()
  }

  async #broker(nodeId: number, lane: Lane): Promise<WireConnection> {
    const remembered = this.#known?.brokers.find((broker) => broker.nodeId === nodeId)
    const connected = remembered && (await this.#unlessUnreachable(this.#pool.connect(remembered, lane)))
    if (connected) return connected
    // It may be elsewhere since, or gone from the cluster.
    const { brokers } = await this.metadata()
    const broker = brokers.find((each) => each.nodeId === nodeId)
    if (broker) return this.#connectTo(broker, lane)
    const { what, why, remedy } = texts.kafka.brokerGone
    throw new NotFoundError({ what: what(nodeId), why, remedy })
  }

  async #connectTo(broker: BrokerMetadata, lane: Lane): Promise<WireConnection> {
    const address = formatAddress(broker)
    try {
      return await this.#pool.connect(broker, lane)
    } catch (error) {
      if (!(error instanceof CannotConnectError)) throw error
      const isGivenByUser = this.#bootstrap.some((each) => formatAddress(each) === address)
      if (!isGivenByUser) throw new AdvertisedAddressError(broker.nodeId, address, error)
      // Of several brokers, which one it is.
      throw new CannotConnectError(texts.kafka.brokerAt(broker.nodeId, address), error.problem.why, error)
    }
  }

  async #unlessUnreachable(connecting: Promise<WireConnection>): Promise<WireConnection | null> {
    try {
      return await connecting
    } catch (error) {
      if (error instanceof CannotConnectError || error instanceof AdvertisedAddressError) return null
      throw error
    }
  }

  async #coordinator(groupId: string): Promise<number> {
    const cached = this.#coordinators.get(groupId)
    if (cached !== undefined) return cached
    const response = await this.request({ to: 'any' }, findCoordinator, (version) =>
      version >= 4 ? { keyType: 0, coordinatorKeys: [groupId] } : { keyType: 0, key: groupId },
    )
    const found = response.coordinators[0] ?? response
    const what = texts.refusals.coordinatorNotFound(groupId)
    const needs = texts.refusals.rights.onGroup('DESCRIBE', groupId)
    refuseError({ what, errorCode: found.errorCode, message: found.errorMessage, needs })
    this.#coordinators.set(groupId, found.nodeId)
    return found.nodeId
  }
}
