import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { initProducerId } from '../../broker/protocol/messages/init-producer-id.ts'
import { startApacheKafka } from '../support/apache-kafka/broker.ts'
import { runKafkaTool } from '../support/apache-kafka/tools.ts'
import { untilReady } from '../support/handover/until-ready.ts'
import { connectToKafka } from '../support/kafka-connection.ts'
import { batchOf, createTopic, produceTo } from '../support/kafka-requests.ts'
import type { Program } from '../support/program.ts'
import { startBrokerProcess } from '../support/start-broker.ts'
import { isMissing } from '../support/system-requirements.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

interface Owner extends AsyncDisposable {
  readonly program: Program
  readonly port: number
}

type Start = (data: string) => Promise<Owner>

/** Long enough that a busy machine does not end a session, and less than the nine seconds of the defaults. */
const quick = { 'broker.session.timeout.ms': 5000, 'broker.heartbeat.interval.ms': 500 }

const brokkr = (release: string) => (data: string) => startBrokerProcess({ data, releaseVersion: release })
const apacheKafka = (release: string) => (data: string) =>
  startApacheKafka({ logDirectory: data, properties: quick, format: ['--release-version', release] })

/** What a broker does in a first run; later ones only start and end. */
async function work({ port }: Owner): Promise<void> {
  await using client = await connectToKafka('127.0.0.1', port)
  await createTopic(client, 'orders', { partitions: 2, configs: { 'segment.bytes': '1048576' } })
  await untilReady(() => produceTo(client, { topic: 'orders' }, batchOf(['a'])))
  await untilReady(() => client.request(initProducerId, 4, { transactionalId: null, transactionTimeoutMs: 0 }))
}

const runs = ['SIGTERM', 'SIGKILL', 'SIGTERM', 'SIGTERM'] as const

/** The records of the files of a directory that a broker has formatted, used, and left in several ways. */
async function recordsOf(start: Start): Promise<Record<string, string[]>> {
  await using folder = await temporaryFolder('metadata-records-')
  const data = folder.join('data')
  for (const [run, signal] of runs.entries()) {
    await using owner = await start(data)
    if (run === 0) await work(owner)
    await owner.program.stop(signal)
  }
  const inLog = (await readdir(join(data, '__cluster_metadata-0'))).filter((name) => /\.(?:log|checkpoint)$/.test(name))
  const files = ['bootstrap.checkpoint', ...inLog.toSorted().map((name) => `__cluster_metadata-0/${name}`)]
  const records: Record<string, string[]> = {}
  for (const dumped of await dump(files.map((name) => join(data, name)))) {
    const [head = '', ...lines] = dumped.split('\n')
    records[head.slice(data.length + 1)] = normalized(lines)
  }
  return records
}

async function dump(files: readonly string[]): Promise<string[]> {
  const args = ['--cluster-metadata-decoder', '--files', files.join(',')]
  const { stdout, exitCode } = await runKafkaTool('org.apache.kafka.tools.DumpLogSegments', args)
  expect(exitCode).toBe(0)
  return stdout.split('Dumping ').slice(1)
}

/**
 * One line a record, without what differs from run to run: ids, addresses, offsets, times, the order of a Java map, and
 * where batches begin, because Kafka puts into one what comes within a few milliseconds. Left out are the records with
 * which an idle controller tells other nodes that it is alive; there are no other nodes.
 */
function normalized(lines: readonly string[]): string[] {
  const records = lines.flatMap((line) => {
    const [, text = ''] = /(?:payload: ?|headerKeys: \[\] ?)(.*)$/.exec(line) ?? []
    return text === '' || text.includes('NO_OP_RECORD') ? [] : [text]
  })
  return records.map((text) =>
    text
      .replaceAll(/"(topicId|incarnationId|voterDirectoryId|host)":"[^"]*"/g, '"$1":…')
      .replaceAll(/"(port|brokerEpoch|lastContainedLogTimestamp)":(?!0[,}])\d+/g, '"$1":…')
      .replaceAll(/"(logDirs|directories)":\["[^\]]*\]/g, '"$1":[…]')
      .replace(/"features":\[(.*?)\]/, (_, features: string) =>
        features
          .split(/(?<=\}),/)
          .toSorted()
          .join(),
      ),
  )
}

/** The report of cordoned directories comes with a heartbeat, which may be the one before that of the unfencing or the one after. */
function withCordonedLast(records: readonly string[]): string[] {
  const isCordoned = (text: string) => text.includes('"cordonedLogDirs"')
  return [...records.filter((text) => !isCordoned(text)), ...records.filter(isCordoned)]
}

interface RunsOnDisk {
  /** What the third run writes between its two registrations, because the second was killed. */
  readonly fence: readonly string[]
  readonly rest: readonly string[]
}

function withoutFence(records: readonly string[]): RunsOnDisk {
  const third = records.flatMap((text, index) => (text.startsWith('LeaderChange') ? [index] : []))[2] ?? 0
  const indexOf = (type: string) => records.findIndex((text, index) => index > third && text.includes(type))
  const [from, to] = [indexOf('REGISTER_CONTROLLER') + 1, indexOf('REGISTER_BROKER')]
  return { fence: records.slice(from, to), rest: [...records.slice(0, from), ...records.slice(to)] }
}

const log = '__cluster_metadata-0/00000000000000000000.log'

// 4.0 knows nothing of eligible leader replicas; in 4.3 they are on.
test.skipIf(isMissing('java', 'maven')).each(['4.0', '4.3'])(
  'what is written of starts, stops and kills is what Apache Kafka writes, formatted as %s',
  async (release) => {
    const { [log]: ourLog = [], ...ourCheckpoints } = await recordsOf(brokkr(release))
    const { [log]: theirLog = [], ...theirCheckpoints } = await recordsOf(apacheKafka(release))
    expect(ourCheckpoints).toEqual(theirCheckpoints)
    expect(Object.keys(ourCheckpoints)).toHaveLength(2)
    const [our, their] = [ourLog, theirLog].map((records) => withoutFence(withCordonedLast(records)))
    expect(our?.rest).toEqual(their?.rest)
    // Kafka's controller fences a broker when its session is over. One that is back in the moment before is not fenced.
    const isFenced = their?.fence.some((text) => text.includes('"fenced":1')) === true
    if (isFenced) expect(our?.fence).toEqual(their?.fence)
    expect(our?.fence).toContainEqual(expect.stringContaining('"fenced":1'))
    expect(theirLog.filter((text) => text.startsWith('LeaderChange'))).toHaveLength(runs.length)
  },
  300_000,
)
