import { beforeAll, describe, expect, test } from 'vitest'
import { runKafkaTool } from '../support/apache-kafka/tools.ts'
import type { CommandOptions } from '../support/run-command.ts'
import { kafkasUnderTest, type KafkaUnderTest } from '../support/kafka-under-test.ts'
import { isMissing } from '../support/system-requirements.ts'

const tools = {
  topics: 'org.apache.kafka.tools.TopicCommand',
  producer: 'org.apache.kafka.tools.ConsoleProducer',
  consumer: 'org.apache.kafka.tools.consumer.ConsoleConsumer',
  groups: 'org.apache.kafka.tools.consumer.group.ConsumerGroupCommand',
  offsets: 'org.apache.kafka.tools.GetOffsetShell',
  versions: 'org.apache.kafka.tools.BrokerApiVersionsCommand',
} as const

describe.each(kafkasUnderTest)("the quickstart of Apache Kafka's documentation with $name", ({ start }) => {
  describe.skipIf(isMissing('java', 'maven'))('', () => {
    let kafka: KafkaUnderTest
    beforeAll(async () => {
      kafka = await start()
      return () => kafka[Symbol.asyncDispose]()
    })

    const run = async (tool: keyof typeof tools, args: readonly string[], options?: CommandOptions) => {
      const all = ['--bootstrap-server', kafka.bootstrapServers, ...args]
      const { exitCode, stdout, stderr } = await runKafkaTool(tools[tool], all, options)
      expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 })
      return stdout
    }
    /** A table of a tool as cells, without its heading. */
    const rows = (table: string): string[][] => {
      const lines = table.split('\n').filter((line) => line.trim() !== '')
      return lines.slice(1).map((line) => line.trim().split(/\s+/))
    }
    const topic = 'quickstart-events'

    test('what the broker speaks includes what every client needs', async () => {
      const stdout = await run('versions', [])
      expect(stdout).toMatch(/\bProduce\(0\): 0 to 13/)
      expect(stdout).toMatch(/\bFetch\(1\): 4 to 18/)
      expect(stdout).toMatch(/\bJoinGroup\(11\): 0 to 9/)
      expect(stdout).toMatch(/\bOffsetFetch\(9\): 1 to 10/)
    })

    test('a topic is created and described', async () => {
      expect(await run('topics', ['--create', '--topic', topic])).toBe(`Created topic ${topic}.\n`)
      const described = await run('topics', ['--describe', '--topic', topic])
      expect(described).toMatch(/^Topic: quickstart-events\tTopicId: \S{22}\tPartitionCount: 1\tReplicationFactor: 1\t/)
      expect(described).toMatch(/\tTopic: quickstart-events\tPartition: 0\tLeader: 1\tReplicas: 1\tIsr: 1/)
    })

    test('events are written and read from the beginning', async () => {
      const events = 'This is my first event\nThis is my second event\n'
      await run('producer', ['--topic', topic], { stdin: events })
      const readAll = ['--topic', topic, '--from-beginning', '--max-messages', '2']
      expect(await run('consumer', [...readAll, '--group', 'quickstart'])).toBe(events)
      expect(await run('offsets', ['--topic', topic])).toBe(`${topic}:0:2\n`)
    })

    test("a group's offsets are described, and reset to the beginning", async () => {
      const group = ['--group', 'quickstart']
      // group, topic, partition, current offset, end offset, lag
      const described = rows(await run('groups', ['--describe', ...group])).map((cells) => cells.slice(0, 6))
      expect(described).toEqual([['quickstart', topic, '0', '2', '2', '0']])
      const reset = await run('groups', ['--reset-offsets', '--to-earliest', '--execute', '--topic', topic, ...group])
      expect(rows(reset)).toEqual([['quickstart', topic, '0', '0']])
      const again = ['--topic', topic, '--max-messages', '2', ...group]
      expect(await run('consumer', again)).toBe('This is my first event\nThis is my second event\n')
      expect(await run('groups', ['--list'])).toContain('quickstart')
      expect(await run('groups', ['--delete', ...group])).toContain("('quickstart') was successful")
    })

    test('the topic is deleted', async () => {
      await run('topics', ['--delete', '--topic', topic])
      expect(await run('topics', ['--list', '--exclude-internal'])).not.toContain(topic)
    })
  })
})
