import { describe, expect, test } from 'vitest'
import { runKafkaTool } from '../support/apache-kafka/tools.ts'
import { startVerifiableConsumer, type VerifiableConsumer } from '../support/apache-kafka/verifiable-consumer.ts'
import { kafkasUnderTest } from '../support/kafka-under-test.ts'
import { runCommand } from '../support/run-command.ts'
import { isMissing } from '../support/system-requirements.ts'

/** Groups of KIP-848 with Apache's own consumer and tools, and their way to and from the classic protocol. */
const topic = 'orders'
const group = 'g_consumers'
const patience = 60_000
/** Every member and every look at the group is a virtual machine of Java's that starts. */
const testTimeout = 400_000

const groupTool = 'org.apache.kafka.tools.consumer.group.ConsumerGroupCommand'
const partitions = [0, 1, 2, 3]

async function describeGroup(bootstrapServers: string, ...how: string[]): Promise<string> {
  const args = ['--bootstrap-server', bootstrapServers, '--describe', '--group', group, ...how]
  return (await runKafkaTool(groupTool, args)).stdout
}

async function createTopic(bootstrapServers: string, partitionCount: number): Promise<void> {
  const args = ['--bootstrap-server', bootstrapServers, '--create', '--topic', topic]
  await runKafkaTool('org.apache.kafka.tools.TopicCommand', [...args, '--partitions', String(partitionCount)])
}

/** Ten records to each partition. */
async function produce(bootstrapServers: string): Promise<void> {
  for (const partition of partitions) {
    const where = ['-t', topic, '-p', String(partition)]
    await runCommand('kcat', ['-b', bootstrapServers, '-P', ...where], { stdin: 'record\n'.repeat(10) })
  }
}

/** Waits until the group has settled on its members, as the tool tells it. */
async function settled(bootstrapServers: string, memberCount: number, state = 'Stable'): Promise<void> {
  await expect
    .poll(
      async () => {
        const told = await describeGroup(bootstrapServers, '--state')
        const fields =
          told
            .split('\n')
            .find((line) => line.startsWith(group))
            ?.split(/\s+/) ?? []
        return [fields.at(-2), fields.at(-1)]
      },
      { timeout: patience, interval: 500 },
    )
    .toEqual([state, String(memberCount)])
}

async function typeOf(bootstrapServers: string): Promise<string | undefined> {
  const { stdout } = await runKafkaTool(groupTool, ['--bootstrap-server', bootstrapServers, '--list', '--type'])
  const line = stdout.split('\n').find((each) => each.startsWith(group))
  return line?.split(/\s+/)[1]
}

/** How often each offset of each partition was read. */
function timesRead(consumers: readonly VerifiableConsumer[]): ReadonlyMap<string, number> {
  const times = new Map<string, number>()
  for (const { partition, minOffset, maxOffset } of consumers.flatMap((consumer) => consumer.stretches())) {
    for (let offset = minOffset; offset <= maxOffset; offset++) {
      const name = `${partition}@${offset}`
      times.set(name, (times.get(name) ?? 0) + 1)
    }
  }
  return times
}

describe.skipIf(isMissing('java', 'maven', 'kcat')).each(kafkasUnderTest)(
  'groups of KIP-848 with $name',
  ({ start }) => {
    test(
      'members share, one leaves, the other takes over, and the tools tell of it',
      { timeout: testTimeout },
      async () => {
        await using kafka = await start()
        const { bootstrapServers } = kafka
        await createTopic(bootstrapServers, 4)
        await produce(bootstrapServers)
        const how = { bootstrapServers, topic, group, protocol: 'consumer' } as const
        await using first = await startVerifiableConsumer(how)
        {
          await using second = await startVerifiableConsumer(how)
          await settled(bootstrapServers, 2)
          const members = await describeGroup(bootstrapServers, '--members', '--verbose')
          expect(members.match(/orders:\d,\d/g)).toHaveLength(4)
          await second.program.stop()
        }
        await settled(bootstrapServers, 1)
        await produce(bootstrapServers)
        const unread = () => partitions.filter((partition) => !timesRead([first]).has(`${partition}@19`))
        await expect.poll(unread, { timeout: patience }).toEqual([])
        await first.program.stop()
        await settled(bootstrapServers, 0, 'Empty')
        const told = await describeGroup(bootstrapServers)
        const lags = told.split('\n').filter((line) => line.startsWith(group))
        expect(lags.map((line) => line.split(/\s+/).slice(2, 6).join(' ')).sort()).toEqual([
          '0 20 20 0',
          '1 20 20 0',
          '2 20 20 0',
          '3 20 20 0',
        ])
      },
    )

    test('a rolling change from the classic protocol and back loses nothing', { timeout: testTimeout }, async () => {
      await using kafka = await start()
      const { bootstrapServers } = kafka
      await createTopic(bootstrapServers, 4)
      await produce(bootstrapServers)
      await using stack = new AsyncDisposableStack()
      const consumers: VerifiableConsumer[] = []
      const run = async (protocol: 'classic' | 'consumer'): Promise<VerifiableConsumer> => {
        const consumer = stack.use(await startVerifiableConsumer({ bootstrapServers, topic, group, protocol }))
        await consumer.program.waitForLine(/partitions_assigned/, patience)
        consumers.push(consumer)
        return consumer
      }
      const [old1, old2] = [await run('classic'), await run('classic')]
      await settled(bootstrapServers, 2)
      expect(await typeOf(bootstrapServers)).toBe('Classic')
      const new1 = await run('consumer')
      await settled(bootstrapServers, 3)
      expect(await typeOf(bootstrapServers)).toBe('Consumer')
      await produce(bootstrapServers)
      await old1.program.stop()
      const new2 = await run('consumer')
      await settled(bootstrapServers, 3)
      await old2.program.stop()
      await settled(bootstrapServers, 2)
      await produce(bootstrapServers)
      const back1 = await run('classic')
      await new1.program.stop()
      await settled(bootstrapServers, 2)
      expect(await typeOf(bootstrapServers)).toBe('Consumer')
      await new2.program.stop()
      await settled(bootstrapServers, 1)
      expect(await typeOf(bootstrapServers)).toBe('Classic')
      await produce(bootstrapServers)
      await expect.poll(() => timesRead(consumers).size, { timeout: patience }).toBe(4 * 40)
      await back1.program.stop()
      expect([...timesRead(consumers)].filter(([, times]) => times !== 1)).toEqual([])
    })
  },
)
