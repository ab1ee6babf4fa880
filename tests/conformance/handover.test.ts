import { readdir } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { startApacheKafka, type ApacheKafkaOptions } from '../support/apache-kafka/broker.ts'
import { ClusterStory } from '../support/handover/cluster-story.ts'
import { securityConfigs } from '../support/handover/security-story.ts'
import { connectToKafka } from '../support/kafka-connection.ts'
import type { Program } from '../support/program.ts'
import { startBrokerProcess } from '../support/start-broker.ts'
import { isMissing } from '../support/system-requirements.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

interface Owner extends AsyncDisposable {
  readonly program: Program
  readonly port: number
}

interface Kafka {
  start(data: string): Promise<Owner>
  /** 4.0.0 takes every broker that it finds registered for alive, and so waits after each restart of its own, too. */
  readonly alwaysWaits: boolean
}

type Ending = 'stopped' | 'killed'

const oldest = '4.0.0'
const newest = '4.4.0'

const brokkr: Kafka = { start: (data) => startBrokerProcess({ data, config: securityConfigs }), alwaysWaits: false }

/** Apache Kafka gives a broker that was killed some time to come back; less of it here than the nine seconds of its defaults. */
const properties = { ...securityConfigs, 'broker.session.timeout.ms': 1000, 'broker.heartbeat.interval.ms': 250 }

function apache(version: string, options: Pick<ApacheKafkaOptions, 'format'> = {}): Kafka {
  return {
    start: (data) => startApacheKafka({ logDirectory: data, version, properties, ...options }),
    alwaysWaits: version === oldest,
  }
}

/** The same on a new directory, which this release formats as it sees fit, with eligible leader replicas. */
function formattedBy(version: string): Kafka {
  return apache(version, { format: ['--feature', 'eligible.leader.replicas.version=1'] })
}

/** What became of a directory so far. */
interface Handover {
  readonly data: string
  readonly story: ClusterStory
  previous: Ending
}

/** The next owner finds everything as the story has left it, does its part, and ends. */
async function own(handover: Handover, kafka: Kafka, ending: Ending): Promise<void> {
  const { data, story, previous } = handover
  await using owner = await kafka.start(data)
  await using client = await connectToKafka('127.0.0.1', owner.port)
  expect(await story.seenBy(client)).toEqual(story.expected)
  await story.goOn(client)
  await owner.program.stop(ending === 'killed' ? 'SIGKILL' : 'SIGTERM')
  expect((await readdir(data)).filter((name) => name.endsWith('-stray'))).toEqual([])
  // Apache Kafka waits for a session to end that nobody has ended in order.
  const mustNotWait = previous === 'stopped' && !kafka.alwaysWaits
  if (mustNotWait) expect(owner.program.output()).not.toContain('DUPLICATE_BROKER_REGISTRATION')
  handover.previous = ending
}

describe.skipIf(isMissing('java', 'maven'))('a data directory changes hands', () => {
  test('ten times, between Brokkr and Apache Kafka of three releases', async () => {
    await using folder = await temporaryFolder('handover-')
    const handover: Handover = { data: folder.join('data'), story: new ClusterStory(), previous: 'stopped' }
    for (const [kafka, ending] of [
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
      await own(handover, kafka, ending)
    }
  }, 300_000)

  const formattings: readonly (readonly [string, Ending, Ending])[] = [
    [oldest, 'killed', 'stopped'],
    [newest, 'stopped', 'killed'],
  ]
  // Every release and every way to end takes minutes: for a change of the formats, with BROKKR_LONG_TESTS=1.
  const more: typeof formattings = [
    [oldest, 'stopped', 'killed'],
    ['4.3.1', 'stopped', 'killed'],
    ['4.3.1', 'killed', 'stopped'],
    [newest, 'killed', 'stopped'],
  ]
  test.each([...formattings, ...(process.env.BROKKR_LONG_TESTS === '1' ? more : [])])(
    'of Apache Kafka %s, that has formatted it and is %s, to Brokkr and back',
    async (version, theirs, ours) => {
      await using folder = await temporaryFolder('handover-')
      const handover: Handover = { data: folder.join('data'), story: new ClusterStory(), previous: 'stopped' }
      await own(handover, formattedBy(version), theirs)
      await own(handover, brokkr, ours)
      await own(handover, apache(version), 'stopped')
      await own(handover, brokkr, 'stopped')
    },
    300_000,
  )
})
