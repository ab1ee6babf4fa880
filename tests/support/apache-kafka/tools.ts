import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { apacheKafkaDistribution } from './distribution.ts'

/** Flags for a JVM that lives for seconds: compile little, collect simply, share the class data of the JDK. */
export const QUICK_JVM = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xshare:auto', '-Xmx512m'] as const

export interface KafkaToolOptions {
  /** What the tool reads on standard input; closed at once when there is nothing. */
  readonly stdin?: string
  /** The tool is killed after this long; 60 seconds unless said otherwise. */
  readonly timeoutMs?: number
}

export interface KafkaToolResult {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** The `java` to run: the one of JAVA_HOME where that is set. */
export function javaCommand(): string {
  return process.env.JAVA_HOME ? join(process.env.JAVA_HOME, 'bin', 'java') : 'java'
}

/** The arguments of `java` that run a class of Apache Kafka. */
export async function javaArguments(className: string, jvmFlags: readonly string[]): Promise<string[]> {
  const { classPath, loggingConfiguration } = await apacheKafkaDistribution()
  return [...jvmFlags, '-cp', classPath, `-Dlog4j2.configurationFile=${loggingConfiguration}`, className]
}

/**
 * Runs one of Apache Kafka's own command line tools to its end, such as `org.apache.kafka.tools.TopicCommand`.
 * A tool that fails is a result; a tool that does not end in time is an error.
 */
export async function runKafkaTool(
  className: string,
  args: readonly string[],
  { stdin, timeoutMs = 60_000 }: KafkaToolOptions = {},
): Promise<KafkaToolResult> {
  const child = spawn(javaCommand(), [...(await javaArguments(className, QUICK_JVM)), ...args])
  const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs)
  // A tool that ends before it has read everything closes the pipe: its result says why.
  child.stdin.on('error', () => undefined)
  child.stdin.end(stdin)
  const [stdout, stderr, [code, signal]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>,
  ])
  clearTimeout(timer)
  if (code === null) {
    throw new Error(`${className} ${args.join(' ')} ended by ${signal} (limit ${timeoutMs} ms):\n${stdout}${stderr}`)
  }
  return { exitCode: code, stdout, stderr }
}
