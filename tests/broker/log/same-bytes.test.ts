import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { defaultLogConfig } from '../../../broker/log/log-config.ts'
import { PartitionLog } from '../../../broker/log/partition-log.ts'
import { logStory, storyStart, type LogStep } from '../../support/log-story.ts'
import { memoryEnvironment, type MemoryEnvironment } from '../../support/memory-environment.ts'

const directory = '/data/t-0'
const topicId = 'xBnNNBwbRFyp6XX5LFsikA'

/**
 * The same stories were told to Apache Kafka 4.3.1's own classes (UnifiedLog and Cleaner, with the same clock and configuration); these are
 * the digests of all files that it left behind: names, lengths and bytes.
 */
const writtenByApacheKafka = {
  delete: { 1: '2706cfddb2d3ed59', 2: '3e221dc9bbde098a', 3: '7dabea3f185d9bc4' },
  compact: { 1: '0dd339c7545ff4b4', 2: 'ee57dfc9dc9780a9', 3: '6c5b665742b99864' },
} as const

describe.each(['delete', 'compact'] as const)('a log with cleanup.policy=%s', (cleanupPolicy) => {
  it.each(Object.entries(writtenByApacheKafka[cleanupPolicy]))(
    'leaves the files of Apache Kafka after story %s',
    async (seed, digest) => {
      const environment = memoryEnvironment()
      environment.clock.jumpTo(storyStart)
      await live(environment, logStory(Number(seed), cleanupPolicy), cleanupPolicy)
      expect(digestOf(environment)).toBe(digest)
    },
  )
})

async function live(environment: MemoryEnvironment, story: readonly LogStep[], cleanupPolicy: 'delete' | 'compact') {
  const isCompacted = cleanupPolicy === 'compact'
  const config = {
    ...defaultLogConfig,
    segmentBytes: 20_000,
    indexIntervalBytes: 1000,
    segmentMs: 3_600_000,
    cleanupPolicy: { compact: isCompacted, delete: !isCompacted },
    retentionMs: -1,
    retentionBytes: isCompacted ? -1 : 60_000,
    deleteRetentionMs: 5000,
    messageTimestampAfterMaxMs: Infinity,
    fileDeleteDelayMs: 0,
  }
  const open = (isClean: boolean) => PartitionLog.open({ environment, directory, config, topicId, isClean })
  let log = await open(true)
  let firstDirtyOffset = 0n
  for (const step of story) {
    if (step.kind === 'append') log.append(step.bytes, step)
    else if (step.kind === 'advance') environment.clock.advance(step.ms)
    else if (step.kind === 'roll') log.roll()
    else if (step.kind === 'retention') log.deleteOldSegments()
    else if (step.kind === 'compact') {
      const need = log.compactionNeed(firstDirtyOffset)
      if (need !== null && need.dirtyRatio > 0) firstDirtyOffset = (await log.compact(need)) ?? firstDirtyOffset
    } else {
      await log.close()
      log = await open(step.kind === 'restart')
    }
  }
  await log.close()
}

function digestOf({ disk }: MemoryEnvironment): string {
  const hash = createHash('sha256')
  for (const { name } of disk.list(directory)) {
    const bytes = disk.readFile(`${directory}/${name}`)
    hash.update(`${name} ${bytes.length}\n`).update(bytes)
  }
  return hash.digest('hex').slice(0, 16)
}
