import { readdir } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { startApacheKafka } from '../support/apache-kafka/broker.ts'
import { ClusterStory } from '../support/handover/cluster-story.ts'
import { connectToKafka } from '../support/kafka-connection.ts'
import type { Program } from '../support/program.ts'
import { startBrokerProcess } from '../support/start-broker.ts'
import { isMissing } from '../support/system-requirements.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

interface Owner extends AsyncDisposable {
  readonly program: Program
  readonly port: number
}

type Start = (data: string) => Promise<Owner>
type Ending = 'stopped' | 'killed'

const brokkr: Start = (data) => startBrokerProcess({ data })

/** Apache Kafka gives a broker that was killed some time to come back; less of it here than the nine seconds of its defaults. */
const impatience = { 'broker.session.timeout.ms': 1000, 'broker.heartbeat.interval.ms': 250 }

const apache =
  (version: string): Start =>
  (data) =>
    startApacheKafka({ logDirectory: data, version, properties: impatience })

/** What became of a directory so far. */
interface Handover {
  readonly data: string
  readonly story: ClusterStory
  previous: Ending
}

/** The next owner finds everything as the story has left it, does its part, and ends. */
async function own(handover: Handover, start: Start, ending: Ending): Promise<void> {
  const { data, story, previous } = handover
  await using owner = await start(data)
  await using client = await connectToKafka('127.0.0.1', owner.port)
  expect(await story.seenBy(client)).toEqual(story.expected)
  await story.goOn(client)
  await owner.program.stop(ending === 'killed' ? 'SIGKILL' : 'SIGTERM')
  expect((await readdir(data)).filter((name) => name.endsWith('-stray'))).toEqual([])
  // Apache Kafka waits for a session to end that nobody has ended in order.
  if (previous === 'stopped') expect(owner.program.output()).not.toContain('DUPLICATE_BROKER_REGISTRATION')
  handover.previous = ending
}

/** The same on a new directory, which this release formats as it sees fit, with eligible leader replicas. */
const formattedBy =
  (version: string): Start =>
  (data) =>
    startApacheKafka({ logDirectory: data, version, properties: impatience, format: ['--feature', elr] })

const elr = 'eligible.leader.replicas.version=1'
const oldest = '4.0.0'
const newest = '4.4.0'

describe.skipIf(isMissing('java', 'maven'))('a data directory changes hands', () => {
  test('ten times, between Brokkr and Apache Kafka of three releases', async () => {
    await using folder = await temporaryFolder('handover-')
    const handover: Handover = { data: folder.join('data'), story: new ClusterStory(), previous: 'stopped' }
    for (const [start, ending] of [
      [brokkr, 'stopped'],
      [apache(oldest), 'stopped'],
      [brokkr, 'killed'],
      [apache('4.3.1'), 'killed'],
      [brokkr, 'stopped'],
      [apache(newest), 'stopped'],
      [brokkr, 'killed'],
      [apache(oldest), 'killed'],
      [brokkr, 'stopped'],
      [apache(newest), 'killed'],
      [brokkr, 'stopped'],
    ] as const) {
      await own(handover, start, ending)
    }
  }, 300_000)

  test.each([
    [oldest, 'killed', 'stopped'],
    ['4.3.1', 'stopped', 'killed'],
    [newest, 'killed', 'killed'],
  ] as const)(
    'of Apache Kafka %s, that has formatted it and is %s, to Brokkr and back',
    async (version, theirs, ours) => {
      await using folder = await temporaryFolder('handover-')
      const handover: Handover = { data: folder.join('data'), story: new ClusterStory(), previous: 'stopped' }
      await own(handover, formattedBy(version), theirs)
      await own(handover, brokkr, ours)
      await own(handover, apache(version), 'stopped')
      await own(handover, brokkr, 'stopped')
    },
    120_000,
  )
})
