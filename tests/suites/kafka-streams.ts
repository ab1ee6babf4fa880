import { join } from 'node:path'
import { APACHE_KAFKA_VERSION, apacheKafkaDistribution } from '../support/apache-kafka/distribution.ts'
import { javaCommand } from '../support/apache-kafka/tools.ts'
import { runCommand } from '../support/run-command.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { copyJars } from './maven.ts'
import { cached } from './sources.ts'
import type { Suite, SuiteRun, TestResult } from './suite.ts'

const PROGRAM = join(import.meta.dirname, 'kafka-streams/OrdersTopology.java')

/** A Kafka Streams topology with exactly-once, a join, a window and a state store that is lost and restored. */
export const kafkaStreams: Suite = {
  title: `Kafka Streams ${APACHE_KAFKA_VERSION}, exactly-once`,
  properties: {},
  prepare: async () => {
    const jars = await cached(`kafka-streams-${APACHE_KAFKA_VERSION}`, (folder) =>
      copyJars([`org.apache.kafka:kafka-streams:${APACHE_KAFKA_VERSION}`], folder),
    )
    return { run: (run) => runTopology(jars, run) }
  },
}

async function runTopology(jars: string, { bootstrapServers }: SuiteRun): Promise<TestResult[]> {
  const { classPath, loggingConfiguration } = await apacheKafkaDistribution()
  await using scratch = await temporaryFolder('kafka-streams-')
  const java = [
    '-Xmx512m',
    '-cp',
    `${join(jars, '*')}:${classPath}`,
    `-Dlog4j2.configurationFile=${loggingConfiguration}`,
  ]
  const args = [...java, PROGRAM, bootstrapServers, scratch.path]
  const output = await runCommand(javaCommand(), args, { timeoutMs: 600_000 })
  return [...output.matchAll(/^(ok|not ok) ([^:\n]*)(?:: (.*))?$/gm)].map(([, verdict, name = '', detail = '']) => ({
    name,
    outcome: verdict === 'ok' ? 'passed' : 'failed',
    detail,
  }))
}
