import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { apacheKafkaDistribution } from '../support/apache-kafka/distribution.ts'
import { javaArguments, javaCommand } from '../support/apache-kafka/tools.ts'

/** The scripts of Apache Kafka's `bin` that suites call, and the class that each one runs. */
const SCRIPTS = {
  'kafka-acls.sh': 'org.apache.kafka.tools.AclCommand',
  'kafka-configs.sh': 'kafka.admin.ConfigCommand',
  'kafka-topics.sh': 'org.apache.kafka.tools.TopicCommand',
  'kafka-storage.sh': 'kafka.tools.StorageTool',
} as const

/**
 * Writes a folder that looks like an unpacked Apache Kafka to a suite that runs its scripts: Maven's jars have none.
 *
 * @returns the folder, the KAFKA_PATH or KAFKA_ROOT of the suites
 */
export async function writeKafkaScripts(folder: string): Promise<string> {
  const bin = join(folder, 'bin')
  await mkdir(bin, { recursive: true })
  for (const [name, className] of Object.entries(SCRIPTS)) {
    await writeScript(join(bin, name), [javaCommand(), ...(await javaArguments(className))].map(quote).join(' '))
  }
  // Runs a class that is named by the caller, who may put classes of its own before Kafka's.
  await writeScript(join(bin, 'kafka-run-class.sh'), `${quote(javaCommand())} -cp "$CLASSPATH:${await kafkaJars()}/*"`)
  return folder
}

/** The folder of Apache Kafka's jars. */
export async function kafkaJars(): Promise<string> {
  const { classPath } = await apacheKafkaDistribution()
  return dirname(classPath)
}

async function writeScript(path: string, command: string): Promise<void> {
  await writeFile(path, `#!/bin/sh\nexec ${command} "$@"\n`)
  await chmod(path, 0o755)
}

function quote(word: string): string {
  return `'${word}'`
}
