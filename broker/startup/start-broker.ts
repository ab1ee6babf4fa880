import type { Environment } from '../environment/environment.ts'
import type { GroupCoordinator } from '../groups/group-coordinator.ts'
import type { BrokerContext } from '../handlers/broker-context.ts'
import { dispatch } from '../handlers/dispatch.ts'
import { FetchSessions } from '../handlers/fetch/fetch-sessions.ts'
import { ReadMemory } from '../handlers/fetch/read-memory.ts'
import { LogDirectory } from '../log/log-directory.ts'
import { topicSettings } from '../metadata/configs/topic-settings.ts'
import { securityProtocols } from '../metadata/image/broker-image.ts'
import type { MetadataDelta } from '../metadata/image/metadata-delta.ts'
import { openMetadataStore, type MetadataStore } from '../metadata/metadata-store.ts'
import { HostedPartitions } from '../partitions/hosted-partitions.ts'
import type { JsonWebKeys } from '../security/sasl/json-web-keys.ts'
import { KafkaServer, type ServerCounters } from '../server/kafka-server.ts'
import type { Authorizer } from '../security/authorizer/authorizer.ts'
import { ClientQuotas } from '../security/quotas/client-quotas.ts'
import { createAuthorizer } from './authorizer-settings.ts'
import type { BrokerConfiguration } from './broker-configuration.ts'
import { brokerSettings, type BrokerSettings } from './broker-settings.ts'
import { createCoordinators, type Coordinators } from './create-coordinators.ts'
import { followSecurity } from './follow-security.ts'
import { leaveDirectory } from './leave-directory.ts'
import type { Address } from './listener-address.ts'
import { connectionLimits } from './listener-limits.ts'
import { listenerSecurity, startKeySets } from './listener-security.ts'
import { LiveSettings } from './live-settings.ts'
import type { Logger } from './logger.ts'
import { configsInForce, endpointsByName, openListeners, type OpenListener } from './open-listeners.ts'
import { RefusalLog } from './refusal-log.ts'
import { scramStore } from './scram-store.ts'
import { removeTokensAfterExpiry } from './token-expiry.ts'
import { asStartFailure } from './start-failure.ts'
import { withResolvers, type PromiseWithResolvers } from './with-resolvers.ts'
import { keepUp } from './upkeep.ts'

export interface StartBrokerOptions {
  readonly environment: Environment
  readonly configuration: BrokerConfiguration
  readonly logger: Logger
}

export interface BrokerStats extends ServerCounters {
  readonly topics: number
  readonly partitions: number
}

/** A broker that serves clients. */
export interface RunningBroker {
  /** What clients of the first listener are told to connect to. */
  readonly advertised: Address
  /** Where the first listener is. */
  readonly listening: Address
  /** All of them, in the order of the configuration. */
  readonly listeners: readonly OpenListener[]
  readonly clusterId: string
  readonly nodeId: number
  readonly dataDirectory: string
  /** Settles with the cause when the broker can no longer do its work, because its metadata cannot be written: end it. */
  readonly failed: Promise<unknown>
  stats(): BrokerStats
  /**
   * Answers what is being served, hands over in order, and marks the directory as closed cleanly.
   * @throws LogStorageError where there is no room to hand over: then it is closed all the same, without the mark.
   */
  stop(): Promise<void>
}

/** How long requests that are being served may hold up a stop. */
const stopGraceMs = 3000
const nowhere: Address = { host: '', port: 0 }
const idle: ServerCounters = { connections: 0, requests: 0, bytesIn: 0, bytesOut: 0 }

/**
 * Puts the broker together and opens it to clients. What was opened is closed again when a later step fails.
 * @throws StartFailure
 */
export async function startBroker(options: StartBrokerOptions): Promise<RunningBroker> {
  const broker = new Broker(options)
  try {
    await broker.start()
    return broker
  } catch (error) {
    await broker.abandon()
    throw asStartFailure(error, options.configuration)
  }
}

class Broker implements RunningBroker {
  readonly #options: StartBrokerOptions
  readonly #settings: BrokerSettings
  #server: KafkaServer | null = null
  readonly #keySets: JsonWebKeys[] = []
  readonly #authorizer: Authorizer | null
  readonly #clientQuotas: ClientQuotas
  /** Requests that arrive early wait for this. */
  readonly #ready: PromiseWithResolvers<BrokerContext>
  readonly #failure = withResolvers<unknown>()
  #context: BrokerContext | null = null
  #directory: LogDirectory | null = null
  #metadata: MetadataStore | null = null
  #endUpkeep: () => void = () => {}
  #unsubscribe: () => void = () => {}
  #endTokenExpiry: () => void = () => {}
  listeners: readonly OpenListener[] = []

  constructor(options: StartBrokerOptions) {
    this.#options = options
    const { configuration, environment } = options
    this.#settings = brokerSettings(configuration.staticConfigs)
    this.#authorizer = createAuthorizer(configuration.staticConfigs)
    this.#clientQuotas = new ClientQuotas({ clock: environment.clock, ...this.#settings.quotas })
    this.#ready = withResolvers<BrokerContext>()
  }

  #createServer(): KafkaServer {
    const { configuration, environment, logger } = this.#options
    const { staticConfigs } = configuration
    const refusals = new RefusalLog(environment.clock, logger)
    const tokenSecretKey = this.#settings.handlers.delegationTokens.secretKey
    const scram = scramStore(() => this.#metadata?.image, { environment, tokenSecretKey })
    const keySets = this.#keySets
    const report = (message: string): void => logger.warn(message)
    const sources = { environment, staticConfigs, scram, keySets, report }
    return new KafkaServer({
      ...this.#settings.server,
      rateWindows: this.#settings.quotas.windows,
      listeners: configuration.listeners.map((listener) => ({
        ...listener,
        ...listenerSecurity(listener, sources),
        ...connectionLimits(staticConfigs, listener, configuration.listeners.length),
      })),
      clock: environment.clock,
      serve: (frame, connection) => {
        if (this.#context !== null) return dispatch(frame, connection, this.#context)
        return this.#ready.promise.then((context) => dispatch(frame, connection, context))
      },
      connectionThrottleMs: (address) => this.#clientQuotas.connectionThrottleMs(address),
      onRefused: (clientHost, refusal) => refusals.report(clientHost, refusal),
    })
  }

  get listening(): Address {
    return this.listeners[0]?.listening ?? nowhere
  }

  get advertised(): Address {
    return this.listeners.find(({ advertised }) => advertised !== null)?.advertised ?? this.listening
  }

  get failed(): Promise<unknown> {
    return this.#failure.promise
  }

  get clusterId(): string {
    return this.#metadata?.identity.clusterId ?? ''
  }

  get nodeId(): number {
    return this.#options.configuration.nodeId
  }

  get dataDirectory(): string {
    return this.#options.configuration.dataDirectory
  }

  /**
   * The port comes first: when it is taken, nothing on disk has been touched. Then everything that the directory holds is
   * looked at before the metadata says that there is a new owner: a directory that is refused stays as it is.
   */
  async start(): Promise<void> {
    const { configuration, environment } = this.#options
    this.#server = this.#createServer()
    await startKeySets(this.#keySets)
    this.listeners = openListeners(configuration, await this.#server.listen())
    environment.disk.makeDirectory(configuration.dataDirectory)
    const directory = this.#openDirectory()
    const metadata = await this.#openMetadata()
    const partitions = await this.#loadPartitions(directory, metadata)
    await this.#startMetadata(metadata, { partitions, directory })
    const coordinators = createCoordinators(this.#options, { settings: this.#settings, metadata, partitions })
    const liveSettings = this.#createLiveSettings(this.#server, directory)
    this.#context = this.#createContext(metadata, { partitions, liveSettings, ...coordinators })
    this.#follow(metadata, { partitions, liveSettings, groups: coordinators.groups })
    this.#endUpkeep = keepUp({
      clock: this.#options.environment.clock,
      directory,
      partitions,
      onError: (error) => this.#options.logger.error('Upkeep of the log directory failed', error),
    })
    this.#endTokenExpiry = this.#expireTokens(metadata)
    this.#ready.resolve(this.#context)
  }

  #follow(metadata: MetadataStore, { partitions, groups, liveSettings }: Followers): void {
    const endSecurity = followSecurity(metadata, { authorizer: this.#authorizer, clientQuotas: this.#clientQuotas })
    liveSettings.begin(metadata.image)
    const endRest = metadata.subscribe((delta) => {
      liveSettings.follow(delta)
      applyDelta(delta, partitions, groups)
    })
    this.#unsubscribe = () => {
      endSecurity()
      endRest()
    }
  }

  #createLiveSettings(server: KafkaServer, directory: LogDirectory): LiveSettings {
    const { configuration, environment, logger } = this.#options
    const report = (message: string): void => logger.error(message)
    return new LiveSettings({ configuration, environment, server, directory, report })
  }

  #openDirectory(): LogDirectory {
    const { configuration, environment, logger } = this.#options
    this.#directory = LogDirectory.open({
      environment,
      path: configuration.dataDirectory,
      ...this.#settings.log,
      report: (message) => logger.info(message),
    })
    return this.#directory
  }

  async #openMetadata(): Promise<MetadataStore> {
    const { configuration, environment, logger } = this.#options
    const { host, port } = this.advertised
    const metadata = await openMetadataStore({
      environment,
      directory: configuration.dataDirectory,
      nodeId: configuration.nodeId,
      staticConfigs: configsInForce(configuration.staticConfigs, this.listeners),
      release: configuration.releaseVersion,
      ...(configuration.clusterId === null ? {} : { clusterId: configuration.clusterId }),
      // There is no listener for controllers: the one that there is speaks to itself. Kafka wants an address all the same.
      controllerEndpoint: { host, port: port === 65535 ? port - 1 : port + 1 },
      report: (message) => logger.info(message),
      onFailed: (cause) => this.#failure.resolve(cause),
    })
    this.#metadata = metadata
    return metadata
  }

  /** The leader epochs that a start brings must be those of the partitions before anybody writes to them. */
  async #startMetadata(
    metadata: MetadataStore,
    { partitions, directory }: { readonly partitions: HostedPartitions; readonly directory: LogDirectory },
  ): Promise<void> {
    const { configuration } = this.#options
    const unsubscribe = metadata.subscribe((delta) => partitions.apply(delta))
    await metadata.start({
      endpoints: this.listeners.flatMap(({ name, advertised, securityProtocol }) =>
        advertised === null ? [] : { name, ...advertised, securityProtocol: securityProtocols[securityProtocol] },
      ),
      rack: configuration.staticConfigs.get('broker.rack') ?? null,
      previousBrokerEpoch: directory.previousBrokerEpoch,
    })
    unsubscribe()
  }

  async #loadPartitions(directory: LogDirectory, metadata: MetadataStore): Promise<HostedPartitions> {
    const { configuration, logger } = this.#options
    const partitions = new HostedPartitions({
      directory,
      configFor: (image, topic) => topicSettings(image, topic, configuration),
      report: (message) => logger.error(message),
    })
    await partitions.load(metadata)
    return partitions
  }

  #createContext(
    metadata: MetadataStore,
    services: Coordinators & Pick<BrokerContext, 'partitions' | 'liveSettings'>,
  ): BrokerContext {
    const { configuration, environment } = this.#options
    const { clock, random, disk } = environment
    return {
      node: {
        id: configuration.nodeId,
        endpoints: endpointsByName(this.listeners),
        rack: configuration.staticConfigs.get('broker.rack') ?? null,
      },
      settings: this.#settings.handlers,
      clock,
      disk,
      dataDirectory: configuration.dataDirectory,
      nodeConfigs: configuration,
      metadata,
      authorizer: this.#authorizer,
      ...services,
      clientQuotas: this.#clientQuotas,
      readMemory: new ReadMemory(),
      fetchSessions: new FetchSessions({ clock, random, ...this.#settings.fetchSessions, minEvictionMs: 120_000 }),
    }
  }

  #expireTokens(metadata: MetadataStore): () => void {
    const { environment, logger } = this.#options
    const { handlers, tokenExpiryCheckIntervalMs: intervalMs } = this.#settings
    if (handlers.delegationTokens.secretKey === null) return () => {}
    const onError = (error: unknown): void => logger.error('Expired delegation tokens could not be removed', error)
    return removeTokensAfterExpiry({ metadata, clock: environment.clock, intervalMs, onError })
  }

  stats(): BrokerStats {
    const image = this.#metadata?.image
    let partitions = 0
    for (const topic of image?.topicsByName.values() ?? []) partitions += topic.partitions.length
    return { ...(this.#server?.counters ?? idle), topics: image?.topicsByName.size ?? 0, partitions }
  }

  async stop(): Promise<void> {
    const closed = this.#server?.close(stopGraceMs)
    this.#context?.groups.close()
    this.#context?.transactions.close()
    await closed
    this.#context = null
    this.#endUpkeep()
    this.#endTokenExpiry()
    for (const keys of this.#keySets) keys.close()
    this.#unsubscribe()
    if (this.#metadata !== null && this.#directory !== null) await leaveDirectory(this.#metadata, this.#directory)
  }

  /** Lets go of everything after a failed start, without pretending that it was a clean stop. */
  async abandon(): Promise<void> {
    // Early requests are answered with the end of their connection.
    this.#ready.promise.catch(() => {})
    this.#ready.reject(new Error('the broker could not start'))
    for (const keys of this.#keySets) keys.close()
    await this.#server?.close(0)
    await this.#metadata?.close()
    await this.#directory?.abandon()
  }
}

interface Followers extends Pick<BrokerContext, 'partitions' | 'groups'> {
  readonly liveSettings: LiveSettings
}

function applyDelta(delta: MetadataDelta, partitions: HostedPartitions, groups: GroupCoordinator): void {
  partitions.apply(delta)
  const deleted = delta.deletedTopics.map(({ name, id }) => ({ topic: name, topicId: id }))
  if (deleted.length > 0) groups.forgetTopics(deleted)
}
