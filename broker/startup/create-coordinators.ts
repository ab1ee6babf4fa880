import { GroupCoordinator } from '../groups/group-coordinator.ts'
import type { BrokerContext } from '../handlers/broker-context.ts'
import { offsetsTopicName, transactionTopicName } from '../handlers/internal-topics.ts'
import { allocateProducerIds } from '../metadata/controller/allocate-producer-ids.ts'
import type { MetadataStore } from '../metadata/metadata-store.ts'
import type { HostedPartitions } from '../partitions/hosted-partitions.ts'
import { ProducerIds } from '../transactions/producer-ids.ts'
import { TransactionCoordinator } from '../transactions/transaction-coordinator.ts'
import type { BrokerSettings } from './broker-settings.ts'
import { groupSurroundings } from './group-surroundings.ts'
import { loadGroups, offsetsStorage } from './offsets-storage.ts'
import type { StartBrokerOptions } from './start-broker.ts'
import { loadTransactions, markerWriter, transactionsStorage, transactionVersionOf } from './transactions-storage.ts'

export type Coordinators = Pick<BrokerContext, 'groups' | 'transactions' | 'producerIds'>

interface Surroundings {
  readonly settings: BrokerSettings
  readonly metadata: MetadataStore
  readonly partitions: HostedPartitions
}

/**
 * The coordinators of groups and of transactions, which begin to read their topics. Clients whose group or transaction has
 * not been read yet are told to come back; everybody else need not wait.
 */
export function createCoordinators(options: StartBrokerOptions, surroundings: Surroundings): Coordinators {
  const { environment, logger } = options
  const { settings, metadata, partitions } = surroundings
  const { clock } = environment
  const producerIds = new ProducerIds(async () => {
    const { firstProducerId, size } = await metadata.execute(allocateProducerIds, null)
    return { first: firstProducerId, size }
  })
  const { groups, groupsLoaded } = createGroups(options, surroundings)
  const plannedPartitionCount = settings.handlers.transactionTopic.partitionCount
  const transactions = new TransactionCoordinator({
    storage: transactionsStorage({ metadata, partitions, plannedPartitionCount }),
    markers: markerWriter({ metadata, partitions, groups, clock }),
    clock,
    config: settings.transactions,
    producerIds,
    transactionVersion: () => transactionVersionOf(metadata),
    onStorageError: (transactionalId, cause) => {
      logger.error(`Transaction ${transactionalId} could not be written`, cause)
    },
  })
  void loadTransactions(transactions, {
    partitions: [...partitions.all()].filter(({ topic }) => topic === transactionTopicName),
    clock,
    groupsLoaded,
    onUnreadable: ({ topic, index }, cause) => logger.error(`${topic}-${index} could not be read`, cause),
  })
  return { groups, transactions, producerIds }
}

function createGroups(
  { environment, logger, configuration }: StartBrokerOptions,
  { settings, metadata, partitions }: Surroundings,
) {
  const plannedPartitionCount = settings.handlers.offsetsTopicPartitionCount
  const groups = new GroupCoordinator({
    environment,
    storage: offsetsStorage({ metadata, partitions, plannedPartitionCount }),
    config: settings.groups,
    surroundings: groupSurroundings(metadata, settings.groups.consumer, configuration),
    onStorageError: (groupId, cause) => logger.error(`Group ${groupId} could not be written`, cause),
  })
  const logs = [...partitions.all()].filter(({ topic }) => topic === offsetsTopicName)
  const groupsLoaded = loadGroups(groups, logs, environment.clock).catch((error: unknown) => {
    logger.error(`${offsetsTopicName} could not be read`, error)
  })
  return { groups, groupsLoaded }
}
