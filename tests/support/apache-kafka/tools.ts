import { join } from 'node:path'
import { runToEnd, type CommandEnd, type CommandOptions } from '../run-command.ts'
import { apacheKafkaDistribution } from './distribution.ts'

/** Flags for a JVM that lives for seconds: compile little, collect simply, share the class data of the JDK. */
export const QUICK_JVM = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xshare:auto', '-Xmx512m'] as const

/** The `java` to run: the one of JAVA_HOME where that is set. */
export function javaCommand(): string {
  return process.env.JAVA_HOME ? join(process.env.JAVA_HOME, 'bin', 'java') : 'java'
}

export interface JavaOptions {
  readonly jvmFlags?: readonly string[]
  /** The release of Apache Kafka; the one that the suites compare with when left out. */
  readonly version?: string
}

/** The arguments of `java` that run a class of Apache Kafka. */
export async function javaArguments(className: string, options: JavaOptions = {}): Promise<string[]> {
  const { classPath, loggingConfiguration } = await apacheKafkaDistribution(options.version)
  const flags = options.jvmFlags ?? QUICK_JVM
  return [...flags, '-cp', classPath, `-Dlog4j2.configurationFile=${loggingConfiguration}`, className]
}

export interface ToolOptions extends CommandOptions, JavaOptions {}

/**
 * Runs one of Apache Kafka's own command line tools to its end, such as `org.apache.kafka.tools.TopicCommand`.
 * A tool that fails is a result; a tool that does not end in time is an error.
 */
export async function runKafkaTool(
  className: string,
  args: readonly string[],
  options: ToolOptions = {},
): Promise<CommandEnd> {
  return runToEnd(javaCommand(), [...(await javaArguments(className, options)), ...args], options)
}
