import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** The Apache Kafka that the suites compare with: the release line whose formats and API versions Brokkr follows. */
const APACHE_KAFKA_VERSION = '4.3.1'

const LOG4J_VERSION = '2.25.4'
const CACHE = join(import.meta.dirname, '../../../.cache/apache-kafka')

export interface Distribution {
  /** Java's class path: every jar of the broker and of its tools. */
  readonly classPath: string
  /** A logging configuration that writes to standard error, so that what a tool prints stays clean. */
  readonly loggingConfiguration: string
}

let distribution: Promise<Distribution> | undefined

/** Apache Kafka's jars, from the project's cache or, once, from Maven Central by way of the local Maven. */
export function apacheKafkaDistribution(): Promise<Distribution> {
  distribution ??= provide()
  return distribution
}

async function provide(): Promise<Distribution> {
  const folder = join(CACHE, APACHE_KAFKA_VERSION)
  const jars = await readdir(join(folder, 'jars')).catch(() => undefined)
  if (jars === undefined) await download(folder)
  return { classPath: join(folder, 'jars', '*'), loggingConfiguration: join(folder, 'log4j2.xml') }
}

/** Fills a folder beside the final one and renames it, so that a folder of that name is always whole. */
async function download(folder: string): Promise<void> {
  await mkdir(CACHE, { recursive: true })
  const partial = await mkdtemp(join(CACHE, 'partial-'))
  try {
    await writeFile(join(partial, 'pom.xml'), POM)
    await writeFile(join(partial, 'log4j2.xml'), LOG4J)
    await copyJars(join(partial, 'pom.xml'), join(partial, 'jars'))
    await rename(partial, folder).catch((error: NodeJS.ErrnoException) => {
      // Somebody else was faster.
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
    })
  } finally {
    await rm(partial, { recursive: true, force: true })
  }
}

async function copyJars(pom: string, folder: string): Promise<void> {
  const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies'
  const options = ['-DincludeScope=runtime', `-DoutputDirectory=${folder}`]
  try {
    await promisify(execFile)('mvn', ['--batch-mode', '--quiet', '--file', pom, goal, ...options])
  } catch (error) {
    // Maven explains itself on standard output.
    const { stdout, message } = error as { stdout?: string; message: string }
    throw new Error(`Apache Kafka ${APACHE_KAFKA_VERSION} could not be downloaded: ${stdout || message}`, {
      cause: error,
    })
  }
}

const POM = `<?xml version="1.0" encoding="UTF-8"?>
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>brokkr</groupId>
  <artifactId>apache-kafka</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>
    <dependency>
      <groupId>org.apache.kafka</groupId>
      <artifactId>kafka_2.13</artifactId>
      <version>${APACHE_KAFKA_VERSION}</version>
    </dependency>
    <dependency>
      <groupId>org.apache.kafka</groupId>
      <artifactId>kafka-tools</artifactId>
      <version>${APACHE_KAFKA_VERSION}</version>
    </dependency>
    <dependency>
      <groupId>org.apache.logging.log4j</groupId>
      <artifactId>log4j-slf4j-impl</artifactId>
      <version>${LOG4J_VERSION}</version>
    </dependency>
  </dependencies>
</project>
`

const LOG4J = `<?xml version="1.0" encoding="UTF-8"?>
<Configuration status="ERROR">
  <Appenders>
    <Console name="console" target="SYSTEM_ERR">
      <PatternLayout pattern="[%d] %p %m (%c)%n"/>
    </Console>
  </Appenders>
  <Loggers>
    <Root level="\${sys:log.level:-WARN}">
      <AppenderRef ref="console"/>
    </Root>
  </Loggers>
</Configuration>
`
