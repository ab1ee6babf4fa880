import { LogStorageError } from '../../broker/log/log-errors.ts'
import type { Outcome } from '../../broker/metadata/controller/decision.ts'
import { offsetsTopicName } from '../../broker/handlers/internal-topics.ts'
import { createTopics } from '../../broker/metadata/controller/create-topics.ts'
import { deleteTopics } from '../../broker/metadata/controller/delete-topics.ts'
import { newTopic } from '../support/test-metadata.ts'
import { PartitionModel, SimulationFailure } from './partition-model.ts'
import { configOf } from './simulated-broker.ts'
import type { Simulation } from './simulation.ts'

interface TopicModel {
  readonly id: string
  readonly partitions: readonly PartitionModel[]
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
      const topics = [newTopic(name, { partitionCount, replicationFactor: 1 })]
      const [created] = await simulation.broker.metadata.execute(createTopics, { topics, validateOnly: false })
      if (created?.outcome.ok !== true) throw notDone(`${name} was not created`, created?.outcome)
      if (!simulation.machine.isDead) this.#add(name, created.outcome.value.topicId, partitionCount)
    })
    if (!isDone) this.#doubtful.set(name, partitionCount)
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
      if (this.#topics.has(name) || name === offsetsTopicName) continue
      if (!this.#doubtful.has(name)) throw new SimulationFailure(`${name} is there, but was deleted or never made`)
      this.#add(name, id, partitions.length)
    }
    this.#doubtful.clear()
    for (const model of this.partitions()) this.#checkPartition(simulation, model, survival)
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
    const isCompacted = configOf(name).cleanupPolicy.compact
    const partitions = Array.from(
      { length: partitionCount },
      (_, index) => new PartitionModel(`${name}-${index}`, isCompacted),
    )
    this.#topics.set(name, { id, partitions })
  }
}

/** A full or failing disk is told in the answer. */
function notDone(what: string, outcome: Outcome<unknown> | undefined): Error {
  const failure = outcome?.ok === false ? outcome.failure : undefined
  if (failure?.kind === 'storage-error') return new LogStorageError('ENOSPC', failure.message)
  return new SimulationFailure(`${what}: ${JSON.stringify(failure)}`)
}
