import { isDeepStrictEqual } from 'node:util'
import { DiskError } from '../../broker/environment/disk-error.ts'
import { isInternalTopic } from '../../broker/handlers/internal-topics.ts'
import { LogStorageError } from '../../broker/log/log-errors.ts'
import type { Outcome } from '../../broker/metadata/controller/decision.ts'
import { createTopics } from '../../broker/metadata/controller/create-topics.ts'
import { deleteTopics } from '../../broker/metadata/controller/delete-topics.ts'
import { topicResource } from '../../broker/metadata/image/config-resource.ts'
import { incrementalAlterConfigs } from '../../broker/protocol/messages/incremental-alter-configs.ts'
import { newTopic } from '../support/test-metadata.ts'
import { PartitionModel, SimulationFailure } from './partition-model.ts'
import { configChanges, initialConfigs, logConfigFor } from './topic-configs.ts'
import { clientOf } from './simulated-client.ts'
import type { Simulation } from './simulation.ts'

interface TopicModel {
  readonly id: string
  readonly partitions: readonly PartitionModel[]
  /** Set by clients and acknowledged. */
  readonly configs: Map<string, string>
  /** Whose answer got lost. */
  readonly doubtfulConfigs: ConfigChange[]
}

/** The topics that clients know of. */
export class TopicsModel {
  readonly #topics = new Map<string, TopicModel>()
  /** Creations and deletions whose answer got lost: the topic may be there or not. */
  readonly #doubtful = new Map<string, number>()
  /** Topics of which a deletion was interrupted: what was decided, but not done on disk, the next start sets aside. */
  readonly strays = new Set<string>()

  partitions(): PartitionModel[] {
    return [...this.#topics.values()].flatMap(({ partitions }) => partitions)
  }

  get(name: string, partition: number): PartitionModel | undefined {
    const partitions = this.#topics.get(name)?.partitions
    return partitions?.[partition % partitions.length]
  }

  has(name: string): boolean {
    return this.#topics.has(name)
  }

  async create(simulation: Simulation, name: string, partitionCount: number): Promise<void> {
    if (this.#topics.has(name) || this.#doubtful.has(name)) return
    const isDone = await simulation.attempt(async () => {
      const configs = Object.entries(initialConfigs(name)).map(([key, value]) => ({ name: key, value }))
      const topics = [newTopic(name, { partitionCount, replicationFactor: 1, configs })]
      const [created] = await simulation.broker.metadata.execute(createTopics, { topics, validateOnly: false })
      if (created?.outcome.ok !== true) throw notDone(`${name} was not created`, created?.outcome)
      if (!simulation.machine.isDead) this.#add(name, created.outcome.value.topicId, partitionCount)
    })
    if (!isDone) this.#doubtful.set(name, partitionCount)
  }

  /** Changes a config of a topic that is in use. */
  async configure(simulation: Simulation, name: string, change: number): Promise<void> {
    const topic = this.#topics.get(name)
    const [key, value] = configChanges[change] ?? []
    if (topic === undefined || key === undefined || value === undefined) return
    if (value?.startsWith('compact') === true) for (const model of topic.partitions) model.isCompacted = true
    topic.doubtfulConfigs.push([key, value])
    const isDone = await simulation.attempt(async () => {
      const configs = [{ name: key, configOperation: value === null ? 1 : 0, value }]
      const request = { resources: [{ resourceType: 2, resourceName: name, configs }], validateOnly: false }
      const { responses } = await clientOf(simulation.broker).request(incrementalAlterConfigs, 1, request)
      const code = responses[0]?.errorCode
      if (code !== 0 && !simulation.machine.hasFailed && !simulation.machine.isDead) {
        throw new SimulationFailure(`${name} refuses ${key}=${value}: ${JSON.stringify(responses)}`)
      }
      if (code !== 0) throw new DiskError('EIO', name, `${name} refuses ${key}=${value}`)
    })
    if (!isDone) return
    topic.doubtfulConfigs.pop()
    set(topic.configs, [key, value])
    this.#checkConfigs(simulation, name, topic)
  }

  async delete(simulation: Simulation, name: string): Promise<void> {
    const topic = this.#topics.get(name)
    if (topic === undefined) return
    const isDone = await simulation.attempt(async () => {
      const topics = [{ name }]
      const [deleted] = await simulation.broker.metadata.execute(deleteTopics, { topics })
      if (deleted?.outcome.ok !== true) throw notDone(`${name} was not deleted`, deleted?.outcome)
    })
    // The new name of its directory may be lost with the power: it is set aside then.
    this.strays.add(name)
    if (isDone) this.#topics.delete(name)
    else this.#doubtful.set(name, topic.partitions.length)
  }

  /** After a start: all that was promised is there; what is there is what is known from now on. */
  checkAndAccept(simulation: Simulation, survival: { readonly cutPower: boolean }): void {
    const { image } = simulation.broker.metadata
    for (const [name, { id }] of this.#topics) {
      const found = image.topic(name)
      if (found?.id === id) continue
      if (found !== undefined) throw new SimulationFailure(`${name} has the id ${found.id} instead of ${id}`)
      if (!this.#doubtful.has(name)) throw new SimulationFailure(`${name} is gone`)
      this.#topics.delete(name)
    }
    for (const { name, id, partitions } of image.topicsByName.values()) {
      if (this.#topics.has(name) || isInternalTopic(name)) continue
      if (!this.#doubtful.has(name)) throw new SimulationFailure(`${name} is there, but was deleted or never made`)
      this.#add(name, id, partitions.length)
    }
    this.#doubtful.clear()
    for (const [name, topic] of this.#topics) this.#checkConfigs(simulation, name, topic)
    for (const model of this.partitions()) this.#checkPartition(simulation, model, survival)
  }

  /** The metadata has what was acknowledged, and the logs do what it says. */
  #checkConfigs(simulation: Simulation, name: string, topic: TopicModel): void {
    const { image } = simulation.broker.metadata
    const found = image.configsOf(topicResource(name))
    for (const change of topic.doubtfulConfigs.splice(0)) {
      if ((found.get(change[0]) ?? null) === change[1]) set(topic.configs, change)
    }
    const text = (configs: ReadonlyMap<string, string>) =>
      Array.from(configs, (config) => config.join('='))
        .toSorted((a, b) => a.localeCompare(b))
        .join(' ')
    if (text(found) !== text(topic.configs)) {
      throw new SimulationFailure(`${name} has ${text(found)} instead of ${text(topic.configs)}`)
    }
    const expected = logConfigFor(image, name)
    for (const model of topic.partitions) {
      const config = simulation.logOf(model)?.config
      if (config !== undefined && !isDeepStrictEqual(config, expected)) {
        throw new SimulationFailure(`${model.name} does not follow the configs of its topic: ${text(found)}`)
      }
    }
  }

  #checkPartition(simulation: Simulation, model: PartitionModel, survival: { readonly cutPower: boolean }): void {
    const log = simulation.logOf(model)
    if (log === undefined) {
      if (!simulation.machine.hasFailed) throw new SimulationFailure(`${model.name} has no log`)
      return
    }
    if (simulation.broker.partitions.get(log.topic, log.partition)?.topicId !== log.topicId) {
      throw new SimulationFailure(`${model.name} belongs to ${log.topicId}`)
    }
    model.check(log, survival)
    model.accept(log, survival)
  }

  #add(name: string, id: string, partitionCount: number): void {
    const configs = new Map(Object.entries(initialConfigs(name)))
    const isCompacted = configs.get('cleanup.policy') === 'compact'
    const partitions = Array.from(
      { length: partitionCount },
      (_, index) => new PartitionModel(`${name}-${index}`, isCompacted),
    )
    this.#topics.set(name, { id, partitions, configs, doubtfulConfigs: [] })
  }
}

/** A full or failing disk is told in the answer. */
function notDone(what: string, outcome: Outcome<unknown> | undefined): Error {
  const failure = outcome?.ok === false ? outcome.failure : undefined
  if (failure?.kind === 'storage-error') return new LogStorageError('ENOSPC', failure.message)
  return new SimulationFailure(`${what}: ${JSON.stringify(failure)}`)
}

type ConfigChange = readonly [name: string, value: string | null]

function set(configs: Map<string, string>, [name, value]: ConfigChange): void {
  if (value === null) configs.delete(name)
  else configs.set(name, value)
}
