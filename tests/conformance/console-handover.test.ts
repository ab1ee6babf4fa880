import { describe, expect, test } from 'vitest'
import { javaArguments, javaCommand, QUICK_JVM, runKafkaTool } from '../support/apache-kafka/tools.ts'
import {
  consume,
  createTopic,
  local,
  produce,
  scan,
  startCluster,
  stopConsumer,
  text,
} from '../support/console-acts.ts'
import { refusalOf } from '../support/console-client.ts'
import { startProgram } from '../support/program.ts'
import { startConsole } from '../support/start-console.ts'
import { isMissing } from '../support/system-requirements.ts'

/** Apache Kafka as `bin/kafka-server-start.sh` starts it: the class, and the one file. */
async function startWith(configurationPath: string) {
  const program = await startProgram(javaCommand(), [
    ...(await javaArguments('kafka.Kafka', { jvmFlags: [...QUICK_JVM, '-Dlog.level=INFO'] })),
    configurationPath,
  ])
  await program.waitForLine(/Kafka Server started/, 300_000)
  return program
}

describe.skipIf(isMissing('java', 'maven'))('the local cluster is handed over to Apache Kafka', () => {
  test(
    'it starts with the file that was written, serves what is there, and what it adds is there on the way back',
    { timeout: 400_000 },
    async () => {
      await using console = await startConsole()
      const { calls } = console
      const cluster = await startCluster(console)
      await createTopic(calls, 'orders', 3)
      for (let count = 0; count < 6; count++) {
        await produce(calls, 'orders', { partition: count % 3, value: text(`value ${count}`) })
      }
      await stopConsumer(await consume(cluster, 'orders', 6))
      const { configurationPath, bootstrapServers, directory } = await calls.localCluster.handOver()
      expect(bootstrapServers).toBe(cluster.bootstrapServers)
      {
        await using kafka = await startWith(configurationPath)
        const at = ['--bootstrap-server', bootstrapServers]
        const topics = await runKafkaTool('org.apache.kafka.tools.TopicCommand', [...at, '--list'])
        expect(topics.stdout.trim().split('\n')).toEqual(['__consumer_offsets', 'orders'])
        const read = await runKafkaTool('org.apache.kafka.tools.consumer.ConsoleConsumer', [
          ...at,
          '--topic=orders',
          '--from-beginning',
          '--max-messages=6',
        ])
        expect(read.stdout.trim().split('\n').sort()).toEqual([0, 1, 2, 3, 4, 5].map((count) => `value ${count}`))
        const group = await runKafkaTool('org.apache.kafka.tools.consumer.group.ConsumerGroupCommand', [
          ...at,
          '--describe',
          '--group=billing',
          '--offsets',
        ])
        expect(group.stdout.split('\n').filter((line) => /^billing\s+orders\s/.test(line))).toHaveLength(3)

        const seen = await calls.dataDirectories.describe({ path: directory })
        expect(seen.holder).toEqual({ processId: kafka.pid, program: 'Apache Kafka' })
        expect((await refusalOf(calls.localCluster.start())).problem.remedy).toContain('Stop the other broker')
        const create = ['--create', '--topic', 'theirs', '--partitions', '2']
        await runKafkaTool('org.apache.kafka.tools.TopicCommand', [...at, ...create])
        await kafka.stop()
      }
      expect(await startCluster(console)).toMatchObject({ port: cluster.port })
      expect((await calls.topics.list(local)).map(({ name }) => name)).toEqual(
        expect.arrayContaining(['orders', 'theirs']),
      )
      expect((await scan(calls, 'orders')).rows).toHaveLength(6)
    },
  )
})
