import { cp, mkdir, readdir, readFile, truncate, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import kafkajs from 'kafkajs'
import { beforeAll, describe, expect, test } from 'vitest'
import { buildBatch } from '../../broker/records/build-batch.ts'
import type { Finding } from '../../src-main/api/segment-check.ts'
import { SegmentDesk } from '../../src-main/segments/segment-desk.ts'
import { startApacheKafka } from '../support/apache-kafka/broker.ts'
import { runKafkaTool } from '../support/apache-kafka/tools.ts'
import { ClusterStory } from '../support/handover/cluster-story.ts'
import { securityConfigs } from '../support/handover/security-story.ts'
import { patience } from '../support/patience.ts'
import { connectToKafka } from '../support/kafka-connection.ts'
import { damageByte, firstTimestamp, writtenPartition } from '../support/segments/written-partition.ts'
import { dumpLines } from '../support/segments/dump-log-lines.ts'
import { startBrokerProcess } from '../support/start-broker.ts'
import { isMissing } from '../support/system-requirements.ts'
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts'

/** A log directory in which two chapters were written by Apache Kafka, and one in which we have written them. */
async function writeCorpus(folder: TemporaryFolder): Promise<void> {
  for (const owner of ['apache', 'brokkr'] as const) {
    const story = new ClusterStory()
    for (const ending of ['SIGKILL', 'SIGTERM'] as const) {
      const data = folder.join(owner)
      const config = { ...securityConfigs, 'broker.session.timeout.ms': 1000, 'broker.heartbeat.interval.ms': 250 }
      await using running =
        owner === 'apache'
          ? await startApacheKafka({ logDirectory: data, properties: config })
          : await startBrokerProcess({ data, config: securityConfigs })
      await using client = await connectToKafka('127.0.0.1', running.port)
      await story.goOn(client)
      await running.program.stop(ending)
    }
  }
  await writeCompacted(folder)
}

/** A partition that compaction has gone over: gaps among the offsets, a delete horizon. */
async function writeCompacted(folder: TemporaryFolder): Promise<void> {
  await mkdir(folder.join('compacted'))
  const place = { ...folder, join: (...parts: string[]) => folder.join('compacted', ...parts) }
  const partition = await writtenPartition(place, {
    segmentBytes: 3000,
    cleanupPolicy: { compact: true, delete: false },
  })
  for (let round = 0; round < 40; round++) {
    partition.append([`round ${round}`, 'x'.repeat(60)])
    if (round % 10 !== 5) continue
    const tombstone = { key: Buffer.from('key-3'), value: null, timestamp: firstTimestamp }
    partition.log.append(buildBatch([tombstone]), { leaderEpoch: 4 })
  }
  const need = partition.log.compactionNeed(0n)
  if (need === null) throw new Error('There is nothing to compact.')
  await partition.log.compact(need, { isCancelled: () => false })
  await partition.close()
}

/** What kafka-dump-log prints below `Dumping <file>`, by file; and what it complains of. */
async function dump(files: readonly string[], ...options: string[]) {
  const args = ['--files', files.join(','), ...options]
  const { stdout, stderr } = await runKafkaTool('org.apache.kafka.tools.DumpLogSegments', args)
  const byFile = new Map<string, string[]>()
  let lines: string[] = []
  for (const line of stdout.split('\n')) {
    const [, file] = /^Dumping (\/.*)$/.exec(line) ?? []
    if (file === undefined) {
      if (line !== '') lines.push(line)
      continue
    }
    lines = []
    byFile.set(file, lines)
  }
  return { byFile, stderr }
}

async function filesBelow(directory: string, folders: RegExp, names: RegExp): Promise<string[]> {
  const found = await readdir(directory, { recursive: true, withFileTypes: true })
  return found
    .filter((entry) => entry.isFile() && names.test(entry.name) && folders.test(basename(entry.parentPath)))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

const ours = (file: string, withData: boolean): Promise<string[]> => {
  const folder = basename(dirname(file))
  return dumpLines({ path: dirname(dirname(file)), folder, fileName: basename(file), withData })
}

const json = / (?:key: |payload: |LeaderChange: |SnapshotHeader |SnapshotFooter |KRaftVersion |KRaftVoters )(\{.*\})$/

/** Lines are the same; what is JSON in both may say more with us (defaults), and no less. */
function expectSameLines(mine: readonly string[], theirs: readonly string[], file: string): void {
  expect(mine.map(withoutJson), file).toEqual(theirs.map(withoutJson))
  for (const [at, line] of theirs.entries()) {
    const [, text] = json.exec(line) ?? []
    const [, own] = json.exec(mine[at] ?? '') ?? []
    if (text === undefined) continue
    expect(asWeName(JSON.parse(own ?? 'null')), `${file}: ${line}`).toMatchObject(asWeName(JSON.parse(text)))
  }
}

function withoutJson(line: string): string {
  return line.replace(json, ' {}')
}

/** Kafka names types as REGISTER_BROKER_RECORD, and fields as kRaftVersion. */
function asWeName(value: unknown): Record<string, unknown> {
  const { type, ...rest } = lowered(value ?? {}) as Record<string, unknown>
  if (typeof type !== 'string') return rest
  return {
    type: type
      .toLowerCase()
      .replace(/_record$/, '')
      .replaceAll('_', ''),
    ...rest,
  }
}

function lowered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lowered)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name.toLowerCase(), lowered(each)]))
}

const ofPartitions = /-\d+(?:\.[0-9a-f]{32}-delete)?$/

describe.skipIf(isMissing('java', 'maven'))('the segment viewer and kafka-dump-log', { timeout: 240_000 }, () => {
  let folder: TemporaryFolder
  beforeAll(async () => {
    folder = await temporaryFolder('segment-viewer-')
    await writeCorpus(folder)
    return () => folder[Symbol.asyncDispose]()
  }, 240_000)

  test('say the same of every batch, record, index and snapshot, whoever has written them', async () => {
    const plain = /^(?!__cluster_metadata|__consumer_offsets|__transaction_state).*-\d+$/
    const files = await filesBelow(folder.path, plain, /\.(?:log|index|timeindex|txnindex|snapshot)$/)
    const { byFile, stderr } = await dump(files, '--deep-iteration', '--print-data-log')
    expect(stderr.split('\n').filter((line) => /^(?!Non-consecutive| {2}-?\d+ is followed|$)/.test(line))).toEqual([])
    expect([...byFile.keys()].sort()).toEqual(files)
    const all = [...byFile.values()].flat().join('\n')
    for (const codec of ['none', 'gzip', 'snappy', 'lz4', 'zstd']) expect(all).toContain(`compresscodec: ${codec}`)
    for (const seen of [
      'endTxnMarker: ABORT',
      'endTxnMarker: COMMIT',
      'deleteHorizonMs: OptionalLong[',
      'firstSequence: 0',
    ]) {
      expect(all).toContain(seen)
    }
    for (const [file, theirs] of byFile) expect(await ours(file, true), file).toEqual(theirs)
  })

  test.each([
    ['--offsets-decoder', /^__consumer_offsets-/, /\.log$/],
    ['--transaction-log-decoder', /^__transaction_state-/, /\.log$/],
    ['--cluster-metadata-decoder', /^__cluster_metadata-0$/, /\.(?:log|checkpoint)$/],
  ])('say the same of Kafka’s own topics: %s', async (decoder, folders, names) => {
    const files = await filesBelow(folder.path, folders, names)
    const { byFile } = await dump(files, '--deep-iteration', '--print-data-log', decoder)
    expect([...byFile.keys()].sort()).toEqual(files)
    let decodedCount = 0
    for (const [file, theirs] of byFile) {
      decodedCount += theirs.filter((line) => json.test(line)).length
      const mine = await ours(file, true)
      if (decoder === '--cluster-metadata-decoder') expectSameLines(mine, theirs, file)
      else expectSameKeys(mine, theirs, file)
    }
    expect(decodedCount).toBeGreaterThan(3)
  })

  test('find the same in damaged copies, and go as far', async () => {
    const [source] = await filesBelow(folder.join('apache'), /^chapter-1-0$/, /\.log$/)
    if (source === undefined) throw new Error('There is no log to be damaged.')
    const copy = async (name: string): Promise<string> => {
      await cp(dirname(source), folder.join('damaged', `${name}-0`), { recursive: true })
      return folder.join('damaged', `${name}-0`, basename(source))
    }
    const torn = await copy('torn')
    await truncate(torn, (await readFile(torn)).length - 11)
    const wrongCrc = await copy('crc')
    await damageByte(wrongCrc, 18)
    const lying = await copy('lying')
    const entries = Buffer.alloc(16)
    for (const [at, number] of [3, 0, 7, 0].entries()) entries.writeInt32BE(number, at * 4)
    await writeFile(lying.replace(/log$/, 'index'), entries)
    const wrongTime = await copy('time')
    const times = await readFile(wrongTime.replace(/log$/, 'timeindex'))
    times.writeBigInt64BE(12n, 0)
    await writeFile(wrongTime.replace(/log$/, 'timeindex'), times)
    const zeros = await copy('zeros')
    await writeFile(zeros, Buffer.concat([await readFile(zeros), Buffer.alloc(64)]))

    const files = [torn, wrongCrc, lying.replace(/log$/, 'index'), wrongTime.replace(/log$/, 'timeindex')]
    const { byFile, stderr } = await dump([...files, zeros], '--deep-iteration')
    for (const file of files) expect(await ours(file, false), file).toEqual(byFile.get(file))
    expect(byFile.get(torn)?.at(-1)).toMatch(/^Found \d+ invalid bytes at the end/)
    expect(byFile.get(wrongCrc)?.join('\n')).toContain('isvalid: false')
    // Kafka's tool dies of this one, having printed as much as we show.
    expect(stderr).toContain('Found record size 0 smaller than minimum record overhead')
    expect((await ours(zeros, false)).slice(0, -1)).toEqual(byFile.get(zeros))

    const findings = await check(folder.join('damaged'))
    const kindsIn = (name: string) => [
      ...new Set(findings.filter((each) => each.folder === `${name}-0`).map(({ kind }) => kind)),
    ]
    expect(kindsIn('torn')).toContain('torn-batch')
    expect(kindsIn('crc')).toEqual(['crc'])
    expect(kindsIn('zeros')).toEqual(['zeros'])
    const { byFile: verified, stderr: mismatches } = await dump(files.slice(2), '--verify-index-only')
    expect([...verified.values()].flat()).toEqual([])
    for (const { folder: where, kind, expected, found } of findings) {
      const isOfIndex = where === 'lying-0' && kind === 'index-offset'
      const isOfTime = where === 'time-0' && kind === 'time-timestamp'
      if (isOfIndex) expect(mismatches).toContain(`Index offset: ${expected}, log offset: ${found}`)
      if (isOfTime) expect(mismatches).toContain(`Index timestamp: ${expected}, log timestamp: ${found}`)
    }
    expect(kindsIn('lying')).toContain('index-offset')
    expect(kindsIn('time')).toContain('time-timestamp')
  })

  test('foretell record by record what Apache’s cleaner then takes', async () => {
    const data = folder.join('ledger')
    await writeLedger(data)
    const at = { path: data, folder: 'ledger-0' }
    const kept = await foretoldToStay(at)
    // The same directory, with a cleaner that goes to work at once.
    await using running = await startApacheKafka({ logDirectory: data, properties: { 'log.cleaner.backoff.ms': 50 } })
    const checkpoint = () => readFile(join(data, 'cleaner-offset-checkpoint'), 'utf8').catch(() => '')
    await expect.poll(checkpoint, patience).toMatch(/^ledger 0 [1-9]/m)
    await running.program.stop('SIGTERM')
    const offsets = await offsetsIn(at)
    expect(offsets).toEqual(kept)
    expect(offsets.length).toBeLessThan(200)
  })

  test('a sound directory of either has no findings', async () => {
    for (const owner of ['apache', 'brokkr']) expect(await check(folder.join(owner)), owner).toEqual([])
  })

  test('every folder and file of either directory is known', async () => {
    const desk = new SegmentDesk()
    for (const owner of ['apache', 'brokkr']) {
      const { folders, files } = await desk.openSegments({ path: folder.join(owner), mayBeAbsent: false })
      expect(folders.every(({ folder: name }) => ofPartitions.test(name))).toBe(true)
      expect(files.filter(({ kind }) => kind === 'unknown')).toEqual([])
      for (const { folder: name } of folders) {
        const contents = await desk.segmentFolder({ path: folder.join(owner), folder: name })
        expect(contents.files.filter(({ kind }) => kind === 'unknown')).toEqual([])
        expect(contents.start.state).toBe('clean')
      }
    }
  })
})

/** Keys that are written again and again, tombstones, and transactions that end either way, in segments of Apache Kafka. */
async function writeLedger(data: string): Promise<void> {
  await using running = await startApacheKafka({
    logDirectory: data,
    properties: { 'log.cleaner.backoff.ms': 3_600_000 },
  })
  const kafka = new kafkajs.Kafka({ brokers: [`127.0.0.1:${running.port}`], logLevel: kafkajs.logLevel.NOTHING })
  const admin = kafka.admin()
  await admin.connect()
  const configs = { 'cleanup.policy': 'compact', 'min.cleanable.dirty.ratio': '0.01', 'segment.ms': '3600000' }
  const configEntries = Object.entries({ ...configs, 'segment.bytes': '1048576' }).map(([name, value]) => ({
    name,
    value,
  }))
  await admin.createTopics({ waitForLeaders: true, topics: [{ topic: 'ledger', numPartitions: 1, configEntries }] })
  await admin.disconnect()
  const producer = kafka.producer({ transactionalId: 'till', maxInFlightRequests: 1, idempotent: true })
  await producer.connect()
  for (let round = 0; round < 60; round++) {
    const transaction = await producer.transaction()
    const messages = Array.from({ length: 5 }, (_each, at) => ({
      key: `key-${(round * 3 + at) % 17}`,
      value: (round + at) % 6 === 0 ? null : 'x'.repeat(12_000),
    }))
    await transaction.send({
      topic: 'ledger',
      messages,
      ...(round % 2 === 0 && { compression: kafkajs.CompressionTypes.GZIP }),
    })
    await (round % 5 === 3 ? transaction.abort() : transaction.commit())
  }
  await producer.disconnect()
  await running.program.stop('SIGTERM')
}

/** The offsets that a forecast of compaction lets stay, in the order of the log. */
async function foretoldToStay(at: { path: string; folder: string }): Promise<bigint[]> {
  const desk = new SegmentDesk()
  const stop = new AbortController()
  let forecastId = ''
  for await (const event of desk.forecastCompaction({ ...at, assumptions: {} }, stop.signal)) {
    if (event.type === 'opened') forecastId = event.forecastId
    else if (event.forecast.isDone) {
      const kept: bigint[] = []
      for await (const { fileName, position, offsets } of batchesIn(at)) {
        const fates = await desk.foretoldRecords({ ...at, fileName, position, forecastId })
        kept.push(...offsets.filter((_offset, index) => (fates[index]?.fate ?? 'stays') === 'stays'))
      }
      return kept
    }
  }
  throw new Error('The forecast did not come to its end.')
}

async function offsetsIn(at: { path: string; folder: string }): Promise<bigint[]> {
  const found: bigint[] = []
  for await (const { offsets } of batchesIn(at)) found.push(...offsets)
  return found
}

async function* batchesIn(at: { path: string; folder: string }) {
  const desk = new SegmentDesk()
  const { segments } = await desk.segmentFolder(at)
  for (const { fileName, sizeBytes } of segments) {
    for (let position = 0; position < sizeBytes;) {
      const { batch, records } = await desk.segmentRecords({ ...at, fileName, position })
      if (batch === null) throw new Error(`There is no batch at ${position} of ${fileName}.`)
      yield { fileName, position, offsets: records.map(({ offset }) => offset) }
      position += batch.sizeBytes
    }
  }
}

async function check(path: string): Promise<readonly Finding[]> {
  const rounds = new SegmentDesk().checkSegments({ path, folder: null, fileName: null }, new AbortController().signal)
  for await (const progress of rounds) if (progress.isDone) return progress.findings
  throw new Error('The check did not come to its end.')
}

/** Keys and values of coordinators: type and version stand elsewhere with us, the fields are the same. */
function expectSameKeys(mine: readonly string[], theirs: readonly string[], file: string): void {
  const form = / key: (\{.*?\}\})(?: payload: (.*))?$/
  const bare = (line: string) => line.replace(/ key: .*$/, '')
  expect(mine.map(bare), file).toEqual(theirs.map(bare))
  for (const [at, line] of theirs.entries()) {
    const [, key, value] = form.exec(line) ?? []
    if (key === undefined) continue
    const [, ownKey, ownValue] = / key: (\{.*?\})(?: payload: (.*))?$/.exec(mine[at] ?? '') ?? []
    expect(flat(ownKey), line).toMatchObject(flat(key))
    if (value !== undefined && value !== '<DELETE>') expect(flat(ownValue), line).toMatchObject(flat(value))
  }
}

/** The fields of a key or a value, wherever they are wrapped. */
function flat(text: string | undefined): Record<string, unknown> {
  const {
    data,
    key,
    value,
    type: _type,
    version: _version,
    kind: _kind,
    ...rest
  } = JSON.parse(text ?? '{}') as Record<string, unknown>
  const inner = (data ?? key ?? value ?? rest) as Record<string, unknown>
  return inner
}
