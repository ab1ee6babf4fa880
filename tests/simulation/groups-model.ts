import { ensureOffsetsTopic, offsetsTopicName } from '../../broker/handlers/internal-topics.ts'
import { SimulationFailure } from './partition-model.ts'
import type { Simulation } from './simulation.ts'

interface Commit {
  readonly offset: bigint
  readonly isAcknowledged: boolean
  /** Where `__consumer_offsets` ended behind it. */
  readonly end: bigint
}

/** What groups have committed. The topic that they read is called something that is never deleted. */
const topic = 'read-by-groups'

export class GroupsModel {
  readonly #commits = new Map<string, Commit[]>()
  #durableEnd = 0n
  #next = 0n

  /** Every commit is further than the last, so that going back can be seen. */
  async commit(simulation: Simulation, groupId: string): Promise<void> {
    const offset = (this.#next += 1n)
    let end = 0n
    let isRefused = false
    const isDone = await simulation.attempt(async () => {
      await createOffsetsTopic(simulation)
      const partitions = [{ partition: 0, offset, leaderEpoch: -1, metadata: null }]
      const { topics } = simulation.broker.groups.commitOffsets({
        groupId,
        memberId: '',
        instanceId: null,
        generation: -1,
        knowsEpochs: true,
        retentionMs: null,
        topics: [{ topic, topicId: null, partitions }],
      })
      isRefused = topics[0]?.partitions[0]?.error !== null
      end = offsetsLog(simulation)?.logEndOffset ?? 0n
    })
    if (isRefused && !simulation.machine.isDead && !simulation.machine.hasFailed) {
      throw new SimulationFailure(`${groupId} could not commit, though the disk is well`)
    }
    if (isRefused && !simulation.machine.isDead) return
    const commits = this.#commits.get(groupId) ?? []
    this.#commits.set(groupId, [...commits, { offset, isAcknowledged: isDone, end }])
  }

  noteDurable(simulation: Simulation): void {
    const recoveryPoint = offsetsLog(simulation)?.recoveryPoint ?? 0n
    if (recoveryPoint > this.#durableEnd) this.#durableEnd = recoveryPoint
  }

  /** After a start: nothing that was acknowledged is forgotten, and nothing is known that was never sent. */
  checkAndAccept(simulation: Simulation, { cutPower }: { readonly cutPower: boolean }): void {
    for (const [groupId, commits] of this.#commits) {
      const offset = committedOffset(simulation, groupId, topic)
      const isPromised = ({ isAcknowledged, end }: Commit) => isAcknowledged && (!cutPower || end <= this.#durableEnd)
      const promised = commits.findLast(isPromised)?.offset ?? -1n
      if (offset < promised) {
        throw new SimulationFailure(`${groupId} is back at ${offset}, but was told that ${promised} is committed`)
      }
      const known = commits.find((commit) => commit.offset === offset)
      if (offset >= 0n && known === undefined) throw new SimulationFailure(`${groupId} never committed ${offset}`)
      // Earlier ones may come back when the power is cut before this one is on the medium.
      const earlier = commits.filter((commit) => commit.offset < offset)
      this.#commits.set(groupId, known === undefined ? [] : [...earlier, { ...known, isAcknowledged: true }])
    }
    if (cutPower) this.#durableEnd = offsetsLog(simulation)?.logEndOffset ?? 0n
  }
}

/** -1 where there is none. */
export function committedOffset({ broker }: Simulation, groupId: string, topicName: string): bigint {
  const { error, topics } = broker.groups.fetchOffsets({
    groupId,
    topics: [{ topic: topicName, partitions: [0] }],
    requireStable: false,
  })
  if (error !== null) throw new SimulationFailure(`the offsets of ${groupId} are not to be had: ${error}`)
  return topics[0]?.partitions[0]?.offset ?? -1n
}

function offsetsLog({ broker }: Simulation) {
  return broker.partitions.get(offsetsTopicName, 0)?.log
}

export async function createOffsetsTopic({ broker }: Simulation): Promise<void> {
  await ensureOffsetsTopic(broker.context)
}
