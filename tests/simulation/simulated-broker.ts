import { defaultLogConfig, type LogConfig } from '../../broker/log/log-config.ts'
import type { Environment } from '../../broker/environment/environment.ts'
import { defaultGroupConfig } from '../../broker/groups/group-config.ts'
import { GroupCoordinator } from '../../broker/groups/group-coordinator.ts'
import { offsetsTopicName } from '../../broker/handlers/internal-topics.ts'
import { LogDirectory } from '../../broker/log/log-directory.ts'
import { securityProtocols } from '../../broker/metadata/image/broker-image.ts'
import { openMetadataStore, type MetadataStore } from '../../broker/metadata/metadata-store.ts'
import { HostedPartitions } from '../../broker/partitions/hosted-partitions.ts'
import { groupSurroundings } from '../../broker/startup/group-surroundings.ts'
import { loadGroups, offsetsStorage } from '../../broker/startup/offsets-storage.ts'

export const dataDirectory = '/data'

/** What a topic of each name is for. */
export const topicNames = ['plain', 'safe', 'kept', 'keyed'] as const

const small: LogConfig = {
  ...defaultLogConfig,
  segmentBytes: 500,
  indexIntervalBytes: 90,
  retentionMs: -1,
  messageTimestampAfterMaxMs: Number.MAX_SAFE_INTEGER,
}

const compacted: LogConfig = {
  ...small,
  cleanupPolicy: { compact: true, delete: false },
  minCleanableDirtyRatio: 0.01,
  deleteRetentionMs: 60_000,
}

/** Segments are smaller than any topic config allows, so that a short history has many. */
export function configOf(topic: string): LogConfig {
  switch (topic) {
    case 'safe':
      return { ...small, flushMessages: 1 }
    case 'kept':
      return { ...small, retentionBytes: 1200, retentionMs: 3_600_000 }
    case 'keyed':
    case offsetsTopicName:
      return compacted
    default:
      return small
  }
}

/** Everything of a broker but its sockets, put together in the order of `startBroker`. */
export class SimulatedBroker {
  readonly directory: LogDirectory
  readonly metadata: MetadataStore
  readonly partitions: HostedPartitions
  readonly groups: GroupCoordinator
  readonly #unsubscribe: () => void

  private constructor(directory: LogDirectory, metadata: MetadataStore, hosts: [HostedPartitions, GroupCoordinator]) {
    this.directory = directory
    this.metadata = metadata
    const [partitions, groups] = hosts
    this.partitions = partitions
    this.groups = groups
    this.#unsubscribe = metadata.subscribe((delta) => {
      partitions.apply(delta)
      const deleted = delta.deletedTopics.map(({ name, id }) => ({ topic: name, topicId: id }))
      if (deleted.length > 0) groups.forgetTopics(deleted)
    })
  }

  static async start(environment: Environment, report: (message: string) => void): Promise<SimulatedBroker> {
    environment.disk.makeDirectory(dataDirectory)
    const directory = LogDirectory.open({ environment, path: dataDirectory, report })
    try {
      const metadata = await openMetadataStore({
        environment,
        directory: dataDirectory,
        nodeId: 1,
        staticConfigs: new Map([['metadata.log.max.record.bytes.between.snapshots', '900']]),
        controllerEndpoint: { host: 'localhost', port: 9093 },
        report,
      })
      const partitions = new HostedPartitions({ directory, configFor: (_, topic) => configOf(topic), report })
      await partitions.load(metadata)
      const unsubscribe = metadata.subscribe((delta) => partitions.apply(delta))
      const endpoint = { name: 'PLAINTEXT', host: 'localhost', port: 9092 }
      await metadata.start({
        endpoints: [{ ...endpoint, securityProtocol: securityProtocols.PLAINTEXT }],
        rack: null,
        previousBrokerEpoch: directory.previousBrokerEpoch,
      })
      unsubscribe()
      const groups = await startGroups(environment, metadata, partitions)
      return new SimulatedBroker(directory, metadata, [partitions, groups])
    } catch (error) {
      await directory.abandon()
      throw error
    }
  }

  async stop(): Promise<void> {
    this.groups.close()
    this.#unsubscribe()
    const { brokerEpoch } = this.metadata
    // As in `startBroker`: without an orderly end of the metadata there is no marker of one.
    await this.metadata.stop()
    await this.directory.close({ brokerEpoch })
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
    surroundings: groupSurroundings(metadata, defaultGroupConfig.consumer, { nodeId: 1, staticConfigs: new Map() }),
  })
  const logs = [...partitions.all()].filter(({ topic }) => topic === offsetsTopicName)
  await loadGroups(groups, logs, environment.clock)
  return groups
}
