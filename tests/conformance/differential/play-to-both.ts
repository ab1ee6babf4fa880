import { startApacheKafka } from '../../support/apache-kafka/broker.ts'
import { startBrokerProcess } from '../../support/start-broker.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { differencesBetween, type Difference } from './compare.ts'
import { Player } from './player.ts'
import type { Story } from './stories.ts'

/** What both brokers are started with. */
const properties = {
  'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
  'allow.everyone.if.no.acl.found': 'true',
  'offsets.topic.num.partitions': '3',
  'transaction.state.log.num.partitions': '3',
  'group.initial.rebalance.delay.ms': '0',
  'group.min.session.timeout.ms': '100',
}

export interface Comparison {
  readonly questions: number
  readonly differences: readonly Difference[]
}

/** Tells the stories to our broker and to Apache Kafka, both fresh, and compares everything that they answer. */
export async function playToBoth(stories: Readonly<Record<string, Story>>): Promise<Comparison> {
  await using folder = await temporaryFolder('brokkr-differential-')
  await using theirs = await startApacheKafka({ properties, format: ['--release-version', '4.0-IV3'] })
  await using ours = await startBrokerProcess({ data: folder.join('data'), config: properties })
  const players = [new Player(ours.port, folder.join('data')), new Player(theirs.port, theirs.logDirectory)] as const
  const names = Object.keys(stories)
  await Promise.all(
    players.map(async (player) => {
      await player.makeMarker()
      for (const [name, story] of Object.entries(stories)) {
        player.begin(name)
        await story(player)
      }
      await player.end()
    }),
  )
  const [our, their] = players.map((player) => player.transcript()) as [Map<string, unknown>, Map<string, unknown>]
  if (names.length === 0 || our.size === 0) throw new Error('Nothing has been asked.')
  const questions = [...new Set([...our.keys(), ...their.keys()])]
  const differences = questions.flatMap((question) =>
    differencesBetween(our.get(question), their.get(question), question),
  )
  return { questions: questions.length, differences }
}
