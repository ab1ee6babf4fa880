import type { Environment } from '../../broker/environment/environment.ts'
import { defaultGroupConfig } from '../../broker/groups/group-config.ts'
import { GroupCoordinator } from '../../broker/groups/group-coordinator.ts'
import type { BrokerContext } from '../../broker/handlers/broker-context.ts'
import { FetchSessions } from '../../broker/handlers/fetch/fetch-sessions.ts'
import { ReadMemory } from '../../broker/handlers/fetch/read-memory.ts'
import { offsetsTopicName, transactionTopicName } from '../../broker/handlers/internal-topics.ts'
import { LogDirectory } from '../../broker/log/log-directory.ts'
import { allocateProducerIds } from '../../broker/metadata/controller/allocate-producer-ids.ts'
import { securityProtocols } from '../../broker/metadata/image/broker-image.ts'
import { openMetadataStore, type MetadataStore } from '../../broker/metadata/metadata-store.ts'
import { HostedPartitions } from '../../broker/partitions/hosted-partitions.ts'
import { ClientQuotas } from '../../broker/security/quotas/client-quotas.ts'
import { brokerSettings } from '../../broker/startup/broker-settings.ts'
import { groupSurroundings } from '../../broker/startup/group-surroundings.ts'
import { loadGroups, offsetsStorage } from '../../broker/startup/offsets-storage.ts'
import {
  loadTransactions,
  markerWriter,
  transactionsStorage,
  transactionVersionOf,
} from '../../broker/startup/transactions-storage.ts'
import { ProducerIds } from '../../broker/transactions/producer-ids.ts'
import { TransactionCoordinator } from '../../broker/transactions/transaction-coordinator.ts'
import { logConfigFor, nodeConfigs } from './topic-configs.ts'

export const dataDirectory = '/data'

const settings = brokerSettings(nodeConfigs.staticConfigs)

/** Everything of a broker but its sockets, put together in the order of `startBroker`. */
export class SimulatedBroker {
  readonly directory: LogDirectory
  /** What its handlers work with. */
  readonly context: BrokerContext
  readonly #unsubscribe: () => void

  private constructor(directory: LogDirectory, context: BrokerContext) {
    this.directory = directory
    this.context = context
    const { metadata, partitions, groups } = context
    this.#unsubscribe = metadata.subscribe((delta) => {
      partitions.apply(delta)
      const deleted = delta.deletedTopics.map(({ name, id }) => ({ topic: name, topicId: id }))
      if (deleted.length > 0) groups.forgetTopics(deleted)
    })
  }

  get metadata(): MetadataStore {
    return this.context.metadata
  }

  get partitions(): HostedPartitions {
    return this.context.partitions
  }

  get groups(): GroupCoordinator {
    return this.context.groups
  }

  static async start(environment: Environment, report: (message: string) => void): Promise<SimulatedBroker> {
    environment.disk.makeDirectory(dataDirectory)
    const directory = LogDirectory.open({ environment, path: dataDirectory, report })
    try {
      const metadata = await openMetadataStore({
        ...nodeConfigs,
        environment,
        directory: dataDirectory,
        controllerEndpoint: { host: 'localhost', port: 9093 },
        report,
      })
      const partitions = new HostedPartitions({ directory, configFor: logConfigFor, report })
      await partitions.load(metadata)
      const unsubscribe = metadata.subscribe((delta) => partitions.apply(delta))
      const endpoint = { name: 'PLAINTEXT', host: 'localhost', port: 9092 }
      await metadata.start({
        endpoints: [{ ...endpoint, securityProtocol: securityProtocols.PLAINTEXT }],
        rack: null,
        previousBrokerEpoch: directory.previousBrokerEpoch,
      })
      unsubscribe()
      return new SimulatedBroker(directory, await startServices(environment, metadata, partitions))
    } catch (error) {
      await directory.abandon()
      throw error
    }
  }

  async stop(): Promise<void> {
    this.context.groups.close()
    this.context.transactions.close()
    this.#unsubscribe()
    const { brokerEpoch } = this.metadata
    // As in `startBroker`: without an orderly end of the metadata there is no marker of one.
    await this.metadata.stop()
    await this.directory.close({ brokerEpoch })
  }
}

async function startServices(
  environment: Environment,
  metadata: MetadataStore,
  partitions: HostedPartitions,
): Promise<BrokerContext> {
  const { clock, random, disk } = environment
  const groups = await startGroups(environment, metadata, partitions)
  const producerIds = new ProducerIds(async () => {
    const { firstProducerId, size } = await metadata.execute(allocateProducerIds, null)
    return { first: firstProducerId, size }
  })
  const transactions = new TransactionCoordinator({
    storage: transactionsStorage({ metadata, partitions, plannedPartitionCount: 1 }),
    markers: markerWriter({ metadata, partitions, groups, clock }),
    clock,
    config: settings.transactions,
    producerIds,
    transactionVersion: () => transactionVersionOf(metadata),
  })
  await loadTransactions(transactions, {
    partitions: [...partitions.all()].filter(({ topic }) => topic === transactionTopicName),
    clock,
    groupsLoaded: Promise.resolve(),
    onUnreadable: (_, cause) => {
      throw cause
    },
  })
  return {
    node: { id: nodeConfigs.nodeId, endpoints: new Map(), rack: null },
    settings: settings.handlers,
    clock,
    disk,
    dataDirectory,
    nodeConfigs,
    metadata,
    partitions,
    groups,
    transactions,
    producerIds,
    authorizer: null,
    readMemory: new ReadMemory(),
    clientQuotas: new ClientQuotas({ clock, ...settings.quotas }),
    liveSettings: { problemOf: () => null },
    fetchSessions: new FetchSessions({ clock, random, ...settings.fetchSessions, minEvictionMs: 120_000 }),
  }
}

async function startGroups(
  environment: Environment,
  metadata: MetadataStore,
  partitions: HostedPartitions,
): Promise<GroupCoordinator> {
  const groups = new GroupCoordinator({
    environment,
    storage: offsetsStorage({ metadata, partitions, plannedPartitionCount: 1 }),
    config: { ...defaultGroupConfig, offsetsRetentionMs: Number.MAX_SAFE_INTEGER },
    surroundings: groupSurroundings(metadata, defaultGroupConfig.consumer, nodeConfigs),
  })
  const logs = [...partitions.all()].filter(({ topic }) => topic === offsetsTopicName)
  await loadGroups(groups, logs, environment.clock)
  return groups
}
