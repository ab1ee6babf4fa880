import { ConfigResourceTypes, Kafka, logLevel, type Consumer } from 'kafkajs'
import { beforeAll, describe, expect, test } from 'vitest'
import { kafkasUnderTest, type KafkaUnderTest } from '../support/kafka-under-test.ts'

describe.each(kafkasUnderTest)('kafkajs with $name', ({ isMissing: isKafkaMissing, start }) => {
  describe.skipIf(isKafkaMissing)('', () => {
    let kafka: KafkaUnderTest
    let client: Kafka
    beforeAll(async () => {
      kafka = await start()
      client = new Kafka({ brokers: [kafka.bootstrapServers], clientId: 'conformance', logLevel: logLevel.NOTHING })
      return () => kafka[Symbol.asyncDispose]()
    })

    /** Runs a consumer until it has read `count` values and committed them. */
    async function readAsGroup(groupId: string, topic: string, count: number): Promise<string[]> {
      const consumer = client.consumer({ groupId, allowAutoTopicCreation: false })
      const values: string[] = []
      await consumer.connect()
      await consumer.subscribe({ topic, fromBeginning: true })
      await new Promise<void>((resolve, reject) => {
        const eachMessage = ({ message }: { message: { value: Buffer | null } }): Promise<void> => {
          values.push(message.value?.toString() ?? 'null')
          if (values.length === count) resolve()
          return Promise.resolve()
        }
        consumer.run({ autoCommitThreshold: 1, eachMessage }).catch(reject)
      })
      await consumer.disconnect()
      return values.sort()
    }

    test('an administrator creates a topic, sees its configuration and deletes it', async () => {
      const admin = client.admin()
      await admin.connect()
      const configEntries = [{ name: 'retention.ms', value: '12345' }]
      expect(await admin.createTopics({ topics: [{ topic: 'administered', numPartitions: 3, configEntries }] })).toBe(
        true,
      )
      const { topics } = await admin.fetchTopicMetadata({ topics: ['administered'] })
      expect(topics[0]?.partitions.map(({ partitionId }) => partitionId).sort()).toEqual([0, 1, 2])
      const { resources } = await admin.describeConfigs({
        includeSynonyms: false,
        resources: [{ type: ConfigResourceTypes.TOPIC, name: 'administered', configNames: ['retention.ms'] }],
      })
      expect(resources[0]?.configEntries).toMatchObject([{ configName: 'retention.ms', configValue: '12345' }])
      await admin.createPartitions({ topicPartitions: [{ topic: 'administered', count: 5 }] })
      // A broker of Apache Kafka may learn of a change a moment after the controller has answered.
      const partitionCount = async (): Promise<number | undefined> =>
        (await admin.fetchTopicMetadata({ topics: ['administered'] })).topics[0]?.partitions.length
      await expect.poll(partitionCount).toBe(5)
      await admin.deleteTopics({ topics: ['administered'] })
      await expect.poll(() => admin.listTopics()).not.toContain('administered')
      await admin.disconnect()
    })

    test('a group reads what was produced, comes back, and has its offsets reset and itself deleted', async () => {
      const [topic, groupId] = ['grouped', 'g_kafkajs']
      const admin = client.admin()
      const producer = client.producer({ idempotent: true })
      await Promise.all([admin.connect(), producer.connect()])
      await admin.createTopics({ topics: [{ topic, numPartitions: 2 }] })
      await producer.send({ topic, messages: ['a', 'b', 'c'].map((value) => ({ key: value, value })) })
      expect(await readAsGroup(groupId, topic, 3)).toEqual(['a', 'b', 'c'])

      await producer.send({ topic, messages: [{ key: 'd', value: 'd' }] })
      expect(await readAsGroup(groupId, topic, 1)).toEqual(['d'])

      expect((await admin.listGroups()).groups).toContainEqual({ groupId, protocolType: 'consumer' })
      const described = await admin.describeGroups([groupId])
      expect(described.groups).toMatchObject([{ groupId, state: 'Empty', members: [] }])
      const committed = await admin.fetchOffsets({ groupId, topics: [topic] })
      expect(committed[0]?.partitions.reduce((sum, { offset }) => sum + Number(offset), 0)).toBe(4)

      await admin.resetOffsets({ groupId, topic, earliest: true })
      expect(await readAsGroup(groupId, topic, 4)).toEqual(['a', 'b', 'c', 'd'])
      expect(await admin.deleteGroups([groupId])).toMatchObject([{ groupId, errorCode: 0 }])
      expect((await admin.listGroups()).groups.map((group) => group.groupId)).not.toContain(groupId)
      await Promise.all([admin.disconnect(), producer.disconnect()])
    })

    test('two members share the partitions of a topic; a group with members cannot be deleted', async () => {
      const [topic, groupId] = ['shared', 'g_shared']
      const admin = client.admin()
      await admin.connect()
      await admin.createTopics({ topics: [{ topic, numPartitions: 4 }] })
      const first = await joinGroup(client, { groupId, topic })
      expect(await first.assignments.next()).toEqual([0, 1, 2, 3])
      const second = await joinGroup(client, { groupId, topic })
      const [ofFirst, ofSecond] = await Promise.all([first.assignments.next(), second.assignments.next()])
      expect([ofFirst.length, ofSecond.length]).toEqual([2, 2])
      expect([...ofFirst, ...ofSecond].sort(ascending)).toEqual([0, 1, 2, 3])

      const described = await admin.describeGroups([groupId])
      expect(described.groups).toMatchObject([{ state: 'Stable', protocolType: 'consumer' }])
      expect(described.groups[0]?.members.length).toBe(2)
      // NON_EMPTY_GROUP
      await expect(admin.deleteGroups([groupId])).rejects.toMatchObject({ groups: [{ groupId, errorCode: 68 }] })

      await second.consumer.disconnect()
      expect(await first.assignments.next()).toEqual([0, 1, 2, 3])
      await Promise.all([first.consumer.disconnect(), admin.disconnect()])
    })
  })
})

const ascending = (left: number, right: number): number => left - right

interface JoinedMember {
  readonly consumer: Consumer
  readonly assignments: { next(): Promise<readonly number[]> }
}

/** A consumer of the group, with the assignments that it gets, one after another. */
async function joinGroup(
  client: Kafka,
  { groupId, topic }: { readonly groupId: string; readonly topic: string },
): Promise<JoinedMember> {
  const consumer = client.consumer({ groupId, heartbeatInterval: 200, sessionTimeout: 10_000, maxWaitTimeInMs: 200 })
  const arrived: (readonly number[])[] = []
  const waiting: ((assignment: readonly number[]) => void)[] = []
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    const assignment = (payload.memberAssignment[topic] ?? []).toSorted(ascending)
    const waiter = waiting.shift()
    if (waiter === undefined) arrived.push(assignment)
    else waiter(assignment)
  })
  await consumer.connect()
  await consumer.subscribe({ topic })
  await consumer.run({ eachMessage: () => Promise.resolve() })
  const next = (): Promise<readonly number[]> => {
    const assignment = arrived.shift()
    return assignment === undefined ? new Promise((resolve) => void waiting.push(resolve)) : Promise.resolve(assignment)
  }
  return { consumer, assignments: { next } }
}
