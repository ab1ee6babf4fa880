import { randomBytes } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { buildBatch } from '../../../broker/records/build-batch.ts'
import { codecs } from '../../../broker/records/codec.ts'
import type { KafkaConnection } from '../kafka-connection.ts'
import { createTopic, offsetOf, produceTo } from '../kafka-requests.ts'
import { untilReady } from './until-ready.ts'

/** With these, retention and compaction come at once. */
export const wearingConfigs = {
  'log.initial.task.delay.ms': '200',
  'log.retention.check.interval.ms': '200',
  'log.cleaner.backoff.ms': '100',
  'log.cleaner.min.cleanable.ratio': '0.01',
}

export const shortLivedTopic = 'short-lived'
export const compactedTopic = 'overwritten'

const segmentBytes = 1_048_576
const smallSegments = { 'segment.bytes': String(segmentBytes) }

/** Leaves a topic that has lost segments to retention, and one whose segments were compacted; both have several left. */
export async function wearOut(client: KafkaConnection, data: string): Promise<void> {
  await createTopic(client, shortLivedTopic, {
    configs: { ...smallSegments, 'retention.bytes': String(2 * segmentBytes), 'file.delete.delay.ms': '0' },
  })
  await createTopic(client, compactedTopic, {
    configs: { ...smallSegments, 'cleanup.policy': 'compact', 'file.delete.delay.ms': '0' },
  })
  for (let round = 0; round < 12; round++) {
    await untilReady(() => produceTo(client, { topic: shortLivedTopic }, largeBatch(round)))
    await untilReady(() => produceTo(client, { topic: compactedTopic }, largeBatch(round)))
  }
  while ((await offsetOf(client, { topic: shortLivedTopic }, -2n)) === 0n) await delay(50)
  while ((await firstDirtyOffset(data)) === 0) await delay(50)
  // What was replaced goes a moment later.
  while ((await readdir(join(data, `${compactedTopic}-0`))).some((name) => name.endsWith('.deleted'))) await delay(50)
}

/** Three keys, of which one is new in each round and once deleted for good, and a value that no codec makes small. */
function largeBatch(round: number): Buffer {
  const timestamp = BigInt(Date.now())
  const records = [
    { key: `round-${round}`, value: round === 1 ? null : Buffer.from(`first of ${round}`) },
    { key: 'always', value: randomBytes(400_000) },
    { key: 'sometimes', value: round % 2 === 0 ? null : Buffer.from('there') },
  ].map(({ key, value }) => ({ key: Buffer.from(key), value, timestamp }))
  return buildBatch(records, { codec: codecs[round % codecs.length] ?? 'none' })
}

async function firstDirtyOffset(data: string): Promise<number> {
  const text = await readFile(join(data, 'cleaner-offset-checkpoint'), 'utf8').catch(() => '')
  return Number(new RegExp(`^${compactedTopic} 0 (\\d+)$`, 'm').exec(text)?.[1] ?? 0)
}
