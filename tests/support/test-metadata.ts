import { openMetadataStore, type MetadataStore } from '../../broker/metadata/metadata-store.ts'
import { createTopics, type NewTopic } from '../../broker/metadata/controller/create-topics.ts'
import { securityProtocols } from '../../broker/metadata/image/broker-image.ts'
import type { MetadataImage } from '../../broker/metadata/image/metadata-image.ts'
import { memoryEnvironment, type MemoryEnvironment } from './memory-environment.ts'

export const dataDirectory = '/data'

export interface TestMetadataOptions {
  readonly environment?: MemoryEnvironment
  readonly nodeId?: number
  readonly clusterId?: string
  readonly configs?: Readonly<Record<string, string>>
  readonly report?: (message: string) => void
}

/** Opens the metadata of a data directory in memory, an empty one unless an environment says otherwise. */
export async function openTestMetadata(options: TestMetadataOptions = {}): Promise<MetadataStore> {
  const { environment = memoryEnvironment(), nodeId = 1, clusterId, report } = options
  return openMetadataStore({
    environment,
    directory: dataDirectory,
    nodeId,
    staticConfigs: new Map(Object.entries(options.configs ?? {})),
    controllerEndpoint: { host: 'localhost', port: 9093 },
    ...(clusterId === undefined ? {} : { clusterId }),
    ...(report === undefined ? {} : { report }),
  })
}

/** The same, started as the broker does it. */
export async function startTestMetadata(options: TestMetadataOptions = {}): Promise<MetadataStore> {
  const store = await openTestMetadata(options)
  await store.start({
    endpoints: [{ name: 'PLAINTEXT', host: 'localhost', port: 9092, securityProtocol: securityProtocols.PLAINTEXT }],
    rack: null,
    previousBrokerEpoch: null,
  })
  return store
}

/** A topic to be created; what is not said is the broker's default. */
export function newTopic(name: string, details: Partial<NewTopic> = {}): NewTopic {
  return { name, partitionCount: -1, replicationFactor: -1, assignments: [], configs: [], ...details }
}

/** Creates topics and gives the id of the first. */
export async function addTopics(store: MetadataStore, ...topics: readonly NewTopic[]): Promise<string> {
  const [first] = await store.execute(createTopics, { topics, validateOnly: false })
  if (first?.outcome.ok !== true) throw new Error(`the topic was not created: ${JSON.stringify(first?.outcome)}`)
  return first.outcome.value.topicId
}

/** The parts of an image that must not depend on how it came about: everything but positions in the log. */
export function contentsOf(image: MetadataImage): Record<string, unknown> {
  const { endOffset: _endOffset, endEpoch: _endEpoch, ...contents } = image
  return contents
}
