import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { runKafkaTool } from '../support/apache-kafka/tools.ts'
import { ClusterStory } from '../support/handover/cluster-story.ts'
import { addMembers } from '../support/handover/group-story.ts'
import { securityConfigs } from '../support/handover/security-story.ts'
import { compactedTopic, shortLivedTopic, wearingConfigs, wearOut } from '../support/handover/worn-topics.ts'
import { startBrokerProcess } from '../support/start-broker.ts'
import { isMissing } from '../support/system-requirements.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** A directory that has lived through three brokers, of which the second was killed. */
async function liveIn(data: string): Promise<void> {
  const story = new ClusterStory()
  const config = { ...securityConfigs, ...wearingConfigs }
  for (const signal of ['SIGTERM', 'SIGKILL', 'SIGTERM'] as const) {
    await using broker = await startBrokerProcess({ data, config })
    await using client = await broker.connect()
    await story.goOn(client)
    if (signal === 'SIGKILL') {
      await wearOut(client, data)
      await addMembers(client, 'chapter-1')
    }
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

/**
 * What kafka-dump-log says of offsets that do not follow each other, and whatever else it says there. It counts from 0 in every
 * file, and so finds a gap before each segment but a log's first; in what was compacted there are some.
 */
function gapsIn(stderr: string): readonly string[] {
  let file = ''
  return stderr.split('\n').filter((line) => {
    file = /^Non-consecutive offsets in (.*)$/.exec(line)?.[1] ?? file
    const isExpected = / -1 is followed by /.test(line) || file.includes(`/${compactedTopic}-0/`)
    return line !== '' && !line.startsWith('Non-consecutive') && !(isExpected && / is followed by /.test(line))
  })
}

/** Runs kafka-dump-log on all of the files at once; it may complain of none. */
async function dump(files: readonly string[], ...options: string[]): Promise<string> {
  expect(files.length).toBeGreaterThan(0)
  const args = ['--files', files.join(','), ...options]
  const { exitCode, stdout, stderr } = await runKafkaTool('org.apache.kafka.tools.DumpLogSegments', args)
  expect(gapsIn(stderr)).toEqual([])
  expect(stdout.split('\n').filter((line) => complaint.test(line))).toEqual([])
  expect(exitCode).toBe(0)
  for (const file of files) expect(stdout).toContain(`Dumping ${file}`)
  return stdout
}

/** Of classic and of KIP-848's groups: offsets, group, epochs, members, assignments, regular expressions. */
const groupRecordTypes = [1, 2, 3, 5, 6, 7, 8, 16]

const decoders = 'org.apache.kafka.tools.api'

describe.skipIf(isMissing('java', 'maven'))("Apache's tools and a directory that has lived", () => {
  let data = ''
  beforeAll(async () => {
    const folder = await temporaryFolder('dump-log-')
    data = folder.join('data')
    await liveIn(data)
    return () => folder[Symbol.asyncDispose]()
  })
  const partitions = /-\d+$/

  test('has lost segments to retention, and others to compaction', async () => {
    const [first = ''] = await filesIn(data, new RegExp(`^${shortLivedTopic}-0$`), /\.log$/)
    expect(first).not.toMatch(/\/0+\.log$/)
    const compacted = await dump(await filesIn(data, new RegExp(`^${compactedTopic}-0$`), /\.log$/), '--deep-iteration')
    expect(compacted).toMatch(/baseOffset: 0 lastOffset: 2 count: [12] /)
    expect(compacted).toMatch(/deleteHorizonMs: OptionalLong\[\d+\]/)
  })

  test('kafka-dump-log reads every file', async () => {
    const files = await filesIn(data, partitions, /\.(?:log|index|timeindex|txnindex|snapshot)$/)
    const all = await dump(files, '--deep-iteration')
    for (const codec of ['none', 'gzip', 'snappy', 'lz4', 'zstd']) expect(all).toContain(`compresscodec: ${codec}`)
    expect(all).toContain('endTxnMarker: ABORT')
    const indexes = await filesIn(data, partitions, /\.(?:index|timeindex)$/)
    const checked = await dump(indexes, '--index-sanity-check')
    expect(checked.match(/ passed sanity check\.| is empty\./g)).toHaveLength(indexes.length)
    await dump(indexes, '--verify-index-only')
  })

  test('its decoders understand all records', async () => {
    const string = `${decoders}.StringDecoder`
    const how = ['--print-data-log', '--key-decoder-class', string, '--value-decoder-class', string]
    const plain = await dump(await filesIn(data, /^chapter-1-0$/, /\.log$/), ...how)
    expect(plain).toMatch(/headerKeys: \[chapter,empty\] key: key-1 payload: Æther /)
    expect(plain).toMatch(/key: gone$/m)
    const offsets = await dump(await filesIn(data, /^__consumer_offsets-/, /\.log$/), '--offsets-decoder')
    expect(offsets).toContain('"group":"group-1"')
    for (const type of groupRecordTypes) expect(offsets).toContain(`{"type":"${type}","data":`)
    for (const id of ['consumer-member', 'static-instance']) expect(offsets).toContain(id)
    const transactions = await dump(await filesIn(data, /^__transaction_state-/, /\.log$/), '--transaction-log-decoder')
    expect(transactions).toContain('"transactionalId":"story"')
    const metadata = await filesIn(data, /^__cluster_metadata-0$/, /\.(?:log|checkpoint)$/)
    const records = await dump([...metadata, join(data, 'bootstrap.checkpoint')], '--cluster-metadata-decoder')
    expect(records).toContain('ACCESS_CONTROL_ENTRY_RECORD')
  })

  test('kafka-storage finds nothing wrong with it', async () => {
    const configuration = join(data, '..', 'server.properties')
    const listeners = 'PLAINTEXT://127.0.0.1:9092,CONTROLLER://127.0.0.1:9093'
    const lines = ['process.roles=broker,controller', 'node.id=1', `listeners=${listeners}`, `log.dirs=${data}`]
    const quorum = ['controller.listener.names=CONTROLLER', 'controller.quorum.bootstrap.servers=127.0.0.1:9093']
    await writeFile(configuration, [...lines, ...quorum].join('\n'))
    const { exitCode, stdout } = await runKafkaTool('kafka.tools.StorageTool', ['info', '--config', configuration])
    expect(stdout).toContain(`Found log directory:\n  ${data}\n`)
    expect(stdout).toMatch(/^Found metadata: \{cluster\.id=\S+, directory\.id=\S+, node\.id=1, version=1\}$/m)
    expect(stdout).not.toMatch(/problem/i)
    expect(exitCode).toBe(0)
  })
})
