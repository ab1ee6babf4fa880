import { startProgram, type Program } from '../program.ts'
import { javaArguments, javaCommand } from './tools.ts'

export interface VerifiableConsumerOptions {
  readonly bootstrapServers: string
  readonly topic: string
  readonly group: string
  readonly protocol: 'classic' | 'consumer'
}

/** Apache Kafka's consumer for tests, which tells all that happens to it as a line of JSON. */
export interface VerifiableConsumer extends AsyncDisposable {
  readonly program: Program
  /** Partitions that were read from, with the first and the last offset of each stretch. */
  stretches(): readonly Stretch[]
}

export interface Stretch {
  readonly partition: number
  readonly minOffset: number
  readonly maxOffset: number
}

export async function startVerifiableConsumer(options: VerifiableConsumerOptions): Promise<VerifiableConsumer> {
  const { bootstrapServers, topic, group, protocol } = options
  const how = ['--reset-policy', 'earliest', '--group-protocol', protocol]
  const program = await startProgram(javaCommand(), [
    ...(await javaArguments('org.apache.kafka.tools.VerifiableConsumer')),
    '--bootstrap-server',
    bootstrapServers,
    '--topic',
    topic,
    '--group-id',
    group,
    ...how,
  ])
  return {
    program,
    stretches: () => stretchesIn(program.output()),
    [Symbol.asyncDispose]: () => program[Symbol.asyncDispose](),
  }
}

function stretchesIn(output: string): readonly Stretch[] {
  const events = output.split('\n').filter((line) => line.startsWith('{') && line.endsWith('}'))
  return events
    .map((line) => JSON.parse(line) as { readonly name: string; readonly partitions?: readonly Stretch[] })
    .filter(({ name }) => name === 'records_consumed')
    .flatMap(({ partitions = [] }) => partitions)
}
