import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runKafkaTool } from '../support/apache-kafka/tools.ts'
import { ClusterStory } from '../support/handover/cluster-story.ts'
import { securityConfigs } from '../support/handover/security-story.ts'
import { startBrokerProcess } from '../support/start-broker.ts'
import { isMissing } from '../support/system-requirements.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** A directory that has lived through three brokers, of which the second was killed. */
async function liveIn(data: string): Promise<void> {
  const story = new ClusterStory()
  for (const signal of ['SIGTERM', 'SIGKILL', 'SIGTERM'] as const) {
    await using broker = await startBrokerProcess({ data, config: securityConfigs })
    await using client = await broker.connect()
    await story.goOn(client)
    await broker.program.stop(signal)
  }
}

async function filesIn(data: string, directory: RegExp, file: RegExp): Promise<string[]> {
  const directories = (await readdir(data)).filter((name) => directory.test(name))
  const files = await Promise.all(
    directories.map(async (name) => (await readdir(join(data, name))).map((each) => join(data, name, each))),
  )
  return files.flat().filter((path) => file.test(path))
}

const complaint = /mismatch|non-consecutive|invalid|out of order|not found|exception|error|ignoring|isvalid: false/i

/** Runs kafka-dump-log on all of the files at once; it may complain of none. */
async function dump(files: readonly string[], ...options: string[]): Promise<string> {
  expect(files.length).toBeGreaterThan(0)
  const args = ['--files', files.join(','), ...options]
  const { exitCode, stdout, stderr } = await runKafkaTool('org.apache.kafka.tools.DumpLogSegments', args)
  expect(stderr).toBe('')
  expect(stdout.split('\n').filter((line) => complaint.test(line))).toEqual([])
  expect(exitCode).toBe(0)
  for (const file of files) expect(stdout).toContain(`Dumping ${file}`)
  return stdout
}

test.skipIf(isMissing('java', 'maven'))(
  "Apache's tools read every file of a directory that has lived",
  async () => {
    await using folder = await temporaryFolder('dump-log-')
    const data = folder.join('data')
    await liveIn(data)
    const partitions = /-\d+$/
    const all = await dump(
      await filesIn(data, partitions, /\.(?:log|index|timeindex|txnindex|snapshot)$/),
      '--deep-iteration',
    )
    for (const codec of ['none', 'gzip', 'snappy', 'lz4', 'zstd']) expect(all).toContain(`compresscodec: ${codec}`)
    expect(all).toContain('endTxnMarker: ABORT')
    const indexes = await filesIn(data, partitions, /\.(?:index|timeindex)$/)
    const checked = await dump(indexes, '--index-sanity-check')
    expect(checked.match(/ passed sanity check\.| is empty\./g)).toHaveLength(indexes.length)
    await dump(indexes, '--verify-index-only')
    const offsets = await dump(await filesIn(data, /^__consumer_offsets-/, /\.log$/), '--offsets-decoder')
    expect(offsets).toContain('"group":"group-1"')
    const transactions = await dump(await filesIn(data, /^__transaction_state-/, /\.log$/), '--transaction-log-decoder')
    expect(transactions).toContain('"transactionalId":"story"')
    const metadata = await filesIn(data, /^__cluster_metadata-0$/, /\.(?:log|checkpoint)$/)
    const records = await dump([...metadata, join(data, 'bootstrap.checkpoint')], '--cluster-metadata-decoder')
    expect(records).toContain('ACCESS_CONTROL_ENTRY_RECORD')
  },
  180_000,
)
