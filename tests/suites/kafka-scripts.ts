import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
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
    const command = [javaCommand(), ...(await javaArguments(className))].map(quote).join(' ')
    await writeFile(join(bin, name), `#!/bin/sh\nexec ${command} "$@"\n`)
    await chmod(join(bin, name), 0o755)
  }
  return folder
}

function quote(word: string): string {
  return `'${word}'`
}
