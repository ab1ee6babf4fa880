import { describe, expect, test } from 'vitest'
import { nodeEnvironment } from '../../broker/environment/node-environment.ts'
import { securityProtocols } from '../../broker/metadata/image/broker-image.ts'
import { topicResource } from '../../broker/metadata/image/config-resource.ts'
import { openMetadataStore, type MetadataStore } from '../../broker/metadata/metadata-store.ts'
import { startApacheKafka } from '../support/apache-kafka/broker.ts'
import { runKafkaTool } from '../support/apache-kafka/tools.ts'
import { isMissing } from '../support/system-requirements.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { addTopics, newTopic } from '../support/test-metadata.ts'

/** The metadata of a directory on the real disk, taken over by us as our broker does it. */
async function takeOver(directory: string, configs: Readonly<Record<string, string>> = {}): Promise<MetadataStore> {
  const store = await openMetadataStore({
    environment: nodeEnvironment(),
    directory,
    nodeId: 1,
    staticConfigs: new Map(Object.entries(configs)),
    controllerEndpoint: { host: '127.0.0.1', port: 9093 },
  })
  const endpoint = { name: 'PLAINTEXT', host: '127.0.0.1', port: 9092, securityProtocol: securityProtocols.PLAINTEXT }
  await store.start({ endpoints: [endpoint], rack: null, previousBrokerEpoch: null })
  return store
}

interface TopicSeen {
  readonly name: string
  readonly configs: string
  readonly partitions: number
  readonly led: number
}

/** What Apache Kafka's own tool says of the topics of a broker, by name. */
async function topicsSeenAt(bootstrapServers: string): Promise<TopicSeen[]> {
  const options = ['--bootstrap-server', bootstrapServers, '--describe']
  const { stdout } = await runKafkaTool('org.apache.kafka.tools.TopicCommand', options)
  const lines = stdout.split('\n')
  const heads = lines.flatMap((line) => {
    const [, name = '', count = '', configs = ''] =
      /^Topic: (\S+)\tTopicId: \S+\tPartitionCount: (\d+)\tReplicationFactor: 1\tConfigs: (.*)$/.exec(line) ?? []
    return name === '' ? [] : [{ name, configs, partitions: Number(count) }]
  })
  const ledOf = (name: string): number =>
    lines.filter((line) => line.startsWith(`\tTopic: ${name}\t`) && line.includes('\tLeader: 1\t')).length
  return heads.map((head) => ({ ...head, led: ledOf(head.name) })).toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

describe.skipIf(isMissing('java', 'maven'))('metadata when the directory changes hands', () => {
  test('Apache Kafka goes on with our metadata, and we with what it made of it', async () => {
    await using folder = await temporaryFolder()
    const logDirectory = folder.join('data')
    const ours = await takeOver(logDirectory)
    await addTopics(ours, newTopic('ours', { partitionCount: 3, configs: [{ name: 'retention.ms', value: '123456' }] }))
    await ours.stop()
    {
      await using kafka = await startApacheKafka({ logDirectory })
      expect(await topicsSeenAt(kafka.bootstrapServers)).toEqual([
        { name: 'ours', configs: 'retention.ms=123456', partitions: 3, led: 3 },
      ])
      const create = ['--create', '--topic', 'theirs', '--partitions', '2', '--config', 'segment.ms=99999']
      const tool = 'org.apache.kafka.tools.TopicCommand'
      await runKafkaTool(tool, ['--bootstrap-server', kafka.bootstrapServers, ...create])
      await kafka.program.stop()
    }
    const again = await takeOver(logDirectory)
    expect(again.identity).toEqual(ours.identity)
    expect(again.image.topic('ours')?.partitions.map(({ leader, leaderEpoch }) => [leader, leaderEpoch])).toEqual(
      [0, 1, 2].map(() => [1, 4]),
    )
    expect(again.image.topic('theirs')?.partitions.map(({ leader, isr }) => [leader, isr])).toEqual([
      [1, [1]],
      [1, [1]],
    ])
    expect(again.image.configsOf(topicResource('theirs'))).toEqual(new Map([['segment.ms', '99999']]))
    await again.stop()
  })

  test('Apache Kafka starts from our snapshot when the log before it is gone', async () => {
    await using folder = await temporaryFolder()
    const logDirectory = folder.join('data')
    const store = await takeOver(logDirectory, {
      'metadata.log.max.record.bytes.between.snapshots': '1500',
      'metadata.log.segment.bytes': '2500',
      'metadata.max.retention.bytes': '1',
    })
    for (let index = 0; index < 25; index++) await addTopics(store, newTopic(`topic-${index}`))
    await store.stop()
    const { disk } = nodeEnvironment()
    const metadata = `${logDirectory}/__cluster_metadata-0`
    expect(disk.exists(`${metadata}/00000000000000000000.log`)).toBe(false)
    const [snapshot = ''] = disk.list(metadata).flatMap(({ name }) => (name.endsWith('.checkpoint') ? [name] : []))
    const options = ['--snapshot', `${metadata}/${snapshot}`, 'ls', '/image/topics/byName']
    // The shell lists what it has applied of the snapshot by then, which on a busy machine may be nothing yet.
    const listTopics = async () => {
      const { exitCode, stdout } = await runKafkaTool('org.apache.kafka.shell.MetadataShell', options)
      const seen = stdout.split('\n').filter((line) => line.startsWith('topic-'))
      return { exitCode, hasTopics: seen.length > 5 }
    }
    await expect.poll(listTopics, { timeout: 120_000 }).toEqual({ exitCode: 0, hasTopics: true })

    await using kafka = await startApacheKafka({ logDirectory })
    expect(await topicsSeenAt(kafka.bootstrapServers)).toHaveLength(25)
  })

  test('we go on with a directory that Apache Kafka has formatted and used, with all of its features on', async () => {
    await using kafka = await startApacheKafka()
    const create = ['--create', '--topic', 'theirs', '--partitions', '2']
    const tool = 'org.apache.kafka.tools.TopicCommand'
    await runKafkaTool(tool, ['--bootstrap-server', kafka.bootstrapServers, ...create])
    await kafka.program.stop()

    const store = await takeOver(kafka.logDirectory)
    expect(store.image.features.get('eligible.leader.replicas.version')).toBe(1)
    expect(store.image.topic('theirs')?.partitions.map(({ leader, isr }) => [leader, isr])).toEqual([
      [1, [1]],
      [1, [1]],
    ])
    await store.stop()
  })
})
