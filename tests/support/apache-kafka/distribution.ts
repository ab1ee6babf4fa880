import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { cachedFolder, fetchWithMaven } from '../maven.ts'

/** The Apache Kafka that the suites compare with: the release line whose formats and API versions Brokkr follows. */
export const APACHE_KAFKA_VERSION = '4.3.1'

const LOG4J_VERSION = '2.25.4'
const CACHE = join(import.meta.dirname, '../../../.cache/apache-kafka')

export interface Distribution {
  /** Java's class path: every jar of the broker and of its tools. */
  readonly classPath: string
  /** A logging configuration that writes to standard error, so that what a tool prints stays clean. */
  readonly loggingConfiguration: string
}

const distributions = new Map<string, Promise<Distribution>>()

/** Apache Kafka's jars, from the project's cache or, once, from Maven Central by way of the local Maven. */
export function apacheKafkaDistribution(version: string = APACHE_KAFKA_VERSION): Promise<Distribution> {
  const known = distributions.get(version)
  if (known !== undefined) return known
  const provided = provide(version)
  distributions.set(version, provided)
  return provided
}

async function provide(version: string): Promise<Distribution> {
  const folder = join(CACHE, version)
  await cachedFolder(folder, async (partial) => {
    await writeFile(join(partial, 'pom.xml'), pomOf(version))
    await writeFile(join(partial, 'log4j2.xml'), LOG4J)
    const from = ['--file', join(partial, 'pom.xml'), '-DincludeScope=runtime']
    const args = [...from, `-DoutputDirectory=${join(partial, 'jars')}`]
    await fetchWithMaven({ goal: 'copy-dependencies', args, what: `Apache Kafka ${version}` })
  })
  return { classPath: join(folder, 'jars', '*'), loggingConfiguration: join(folder, 'log4j2.xml') }
}

/** The command line tools are taken in the release that the suites compare with; of the others only the broker. */
const TOOLS = `    <dependency>
      <groupId>org.apache.kafka</groupId>
      <artifactId>kafka-tools</artifactId>
      <version>${APACHE_KAFKA_VERSION}</version>
    </dependency>
    <dependency>
      <groupId>org.apache.kafka</groupId>
      <artifactId>kafka-shell</artifactId>
      <version>${APACHE_KAFKA_VERSION}</version>
    </dependency>
`

/** What releases before 4 need beside their own jars: they call the first log4j by its name. */
const FIRST_LOG4J = `    <dependency>
      <groupId>org.apache.logging.log4j</groupId>
      <artifactId>log4j-1.2-api</artifactId>
      <version>${LOG4J_VERSION}</version>
    </dependency>
`

const pomOf = (version: string): string => `<?xml version="1.0" encoding="UTF-8"?>
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
      <version>${version}</version>
    </dependency>
${version === APACHE_KAFKA_VERSION ? TOOLS : ''}${version.startsWith('3.') ? FIRST_LOG4J : ''}    <dependency>
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
