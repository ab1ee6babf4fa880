import { expect, test } from 'vitest'
import { startApacheKafka } from '../support/apache-kafka/broker.ts'
import { runKafkaTool } from '../support/apache-kafka/tools.ts'

const TOPICS = 'org.apache.kafka.tools.TopicCommand'

test('the Apache Kafka that we compare with starts, keeps a topic, and stops', async () => {
  await using kafka = await startApacheKafka()
  const topics = (...args: string[]) => runKafkaTool(TOPICS, ['--bootstrap-server', kafka.bootstrapServers, ...args])

  expect(await topics('--create', '--topic', 'quickstart-events', '--partitions', '3')).toEqual({
    exitCode: 0,
    stdout: 'Created topic quickstart-events.\n',
    stderr: '',
  })
  expect(await topics('--list')).toEqual({ exitCode: 0, stdout: 'quickstart-events\n', stderr: '' })
  expect((await topics('--delete', '--topic', 'no-such-topic')).exitCode).toBe(1)

  expect(await kafka.program.stop()).toEqual({ code: 143, signal: null })
})
