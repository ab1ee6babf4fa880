import { describe, expect, it } from 'vitest'
import { allocateProducerIds } from '../../../../broker/metadata/controller/allocate-producer-ids.ts'
import { deleteTopics } from '../../../../broker/metadata/controller/delete-topics.ts'
import type { MetadataImage } from '../../../../broker/metadata/image/metadata-image.ts'
import { memoryEnvironment, type MemoryEnvironment } from '../../../support/memory-environment.ts'
import { addTopics, newTopic, startTestMetadata } from '../../../support/test-metadata.ts'

class Crash extends Error {}

/** What the script below was told that it has; a crash leaves it where it was. */
interface Acknowledged {
  topics: Set<string>
  nextProducerId: bigint
  /** A command that was under way: it may have happened or not. */
  doubtful: { readonly topic: string | null; readonly producerIds: boolean } | null
}

async function script(environment: MemoryEnvironment, acknowledged: Acknowledged): Promise<void> {
  // Small, so that snapshots are among what is interrupted.
  const configs = { 'metadata.log.max.record.bytes.between.snapshots': '400' }
  const store = await startTestMetadata({ environment, configs })
  for (const name of ['a', 'b', 'c']) {
    acknowledged.doubtful = { topic: name, producerIds: false }
    await addTopics(store, newTopic(name, { partitionCount: 2 }))
    acknowledged.topics.add(name)
  }
  acknowledged.doubtful = { topic: null, producerIds: true }
  const { firstProducerId, size } = await store.execute(allocateProducerIds, null)
  acknowledged.nextProducerId = firstProducerId + BigInt(size)
  acknowledged.doubtful = { topic: 'a', producerIds: false }
  await store.execute(deleteTopics, { topics: [{ name: 'a' }] })
  acknowledged.topics.delete('a')
  acknowledged.doubtful = null
  await store.stop()
}

function expectAcknowledged(image: MetadataImage, acknowledged: Acknowledged): void {
  const expected = new Set(acknowledged.topics)
  const present = new Set(image.topicsByName.keys())
  const { doubtful } = acknowledged
  if (doubtful?.topic) {
    expected.delete(doubtful.topic)
    present.delete(doubtful.topic)
  }
  expect(present).toEqual(expected)
  if (doubtful?.producerIds) expect([0n, 1000n]).toContain(image.nextProducerId)
  else expect(image.nextProducerId).toBe(acknowledged.nextProducerId)
  for (const topic of image.topicsByName.values()) {
    expect(topic.partitions.map(({ leader, isr }) => ({ leader, isr }))).toEqual([
      { leader: 1, isr: [1] },
      { leader: 1, isr: [1] },
    ])
  }
}

/** Runs the script until disk operation number `at`; false when it ended before. */
async function crashAt(at: number, crash: (environment: MemoryEnvironment) => void): Promise<boolean> {
  const environment = memoryEnvironment(at)
  const acknowledged: Acknowledged = { topics: new Set(), nextProducerId: 0n, doubtful: null }
  let operations = 0
  environment.disk.onOperation(() => {
    operations += 1
    // A process that is dead does nothing more, not even tidying up.
    if (operations >= at) throw new Crash()
  })
  const ended = await script(environment, acknowledged).then(
    () => true,
    () => false,
  )
  const hasCrashed = operations >= at
  expect(ended || hasCrashed).toBe(true)
  environment.disk.onOperation(() => {})
  crash(environment)
  const after = await startTestMetadata({ environment })
  expectAcknowledged(after.image, acknowledged)
  await after.stop()
  const again = await startTestMetadata({ environment })
  expectAcknowledged(again.image, {
    ...acknowledged,
    topics: new Set(after.image.topicsByName.keys()),
    doubtful: null,
    nextProducerId: after.image.nextProducerId,
  })
  return hasCrashed
}

async function crashEverywhere(crash: (environment: MemoryEnvironment) => void): Promise<number> {
  let at = 1
  while (await crashAt(at, crash)) at += 1
  return at - 1
}

describe('whatever was acknowledged', () => {
  it('is there after the process was killed at any moment', async () => {
    expect(await crashEverywhere(({ disk }) => disk.kill())).toBeGreaterThan(50)
  })

  it('is there after the power was cut at any moment', async () => {
    expect(await crashEverywhere(({ disk, random }) => disk.cutPower(random))).toBeGreaterThan(50)
  })
})
