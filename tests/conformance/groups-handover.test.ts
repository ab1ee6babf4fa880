import { describe, expect, test } from 'vitest'
import { startApacheKafka } from '../support/apache-kafka/broker.ts'
import { runKafkaTool } from '../support/apache-kafka/tools.ts'
import { startVerifiableConsumer } from '../support/apache-kafka/verifiable-consumer.ts'
import { freePort } from '../support/free-port.ts'
import { runCommand } from '../support/run-command.ts'
import { startBrokerProcess } from '../support/start-broker.ts'
import { startProgram } from '../support/program.ts'
import { isMissing } from '../support/system-requirements.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const topic = 'handed-over'
const group = 'g_handover'

const produce = (bootstrapServers: string, lines: string): Promise<string> => {
  return runCommand('kcat', ['-b', bootstrapServers, '-P', '-t', topic, '-p', '0'], { stdin: lines })
}

/** Reads as a member of the group until `last` has come, commits and leaves. */
async function readAsGroup(bootstrapServers: string, last: string): Promise<string> {
  const settings = ['-X', 'auto.offset.reset=earliest', '-f', 'record %s\n', '-u']
  await using member = await startProgram('kcat', ['-b', bootstrapServers, ...settings, '-G', group, topic])
  await member.waitForLine(new RegExp(`^record ${last}$`))
  await member.stop()
  return (
    member
      .output()
      .match(/^record .*$/gm)
      ?.join() ?? ''
  )
}

/** The same under KIP-848, with Apache's consumer. */
async function readAsConsumer(bootstrapServers: string, count: number): Promise<string> {
  const which = ['--topic', topic, '--from-beginning', '--max-messages', String(count), '--group', group]
  const { stdout } = await runKafkaTool('org.apache.kafka.tools.consumer.ConsoleConsumer', [
    '--bootstrap-server',
    bootstrapServers,
    ...which,
    '--command-property',
    'group.protocol=consumer',
  ])
  return stdout
}

/** What Apache's tool says of the group's offset, end offset and lag. */
async function progress(bootstrapServers: string): Promise<readonly string[]> {
  const args = ['--bootstrap-server', bootstrapServers, '--describe', '--group', group]
  const { stdout } = await runKafkaTool('org.apache.kafka.tools.consumer.group.ConsumerGroupCommand', args)
  const line = stdout.split('\n').find((each) => each.startsWith(group)) ?? ''
  return line.split(/\s+/).slice(3, 6)
}

/** The group's kind, as Apache's tool lists it. */
async function typeOf(bootstrapServers: string): Promise<string | undefined> {
  const args = ['--bootstrap-server', bootstrapServers, '--list', '--type']
  const { stdout } = await runKafkaTool('org.apache.kafka.tools.consumer.group.ConsumerGroupCommand', args)
  const line = stdout.split('\n').find((each) => each.startsWith(group))
  return line?.split(/\s+/)[1]
}

describe.skipIf(isMissing('java', 'maven', 'kcat'))('groups when the directory changes hands', () => {
  test('from Brokkr, killed in the middle, to Apache Kafka and back', async () => {
    await using folder = await temporaryFolder()
    const data = folder.join('data')
    {
      await using brokkr = await startBrokerProcess({ data })
      await produce(brokkr.bootstrapServers, 'a\nb\n')
      expect(await readAsGroup(brokkr.bootstrapServers, 'b')).toBe('record a,record b')
      await brokkr.kill()
    }
    {
      await using apache = await startApacheKafka({ logDirectory: data })
      expect(await progress(apache.bootstrapServers)).toEqual(['2', '2', '0'])
      await produce(apache.bootstrapServers, 'c\n')
      expect(await readAsGroup(apache.bootstrapServers, 'c')).toBe('record c')
      await produce(apache.bootstrapServers, 'd\n')
    }
    {
      await using brokkr = await startBrokerProcess({ data })
      expect(await progress(brokkr.bootstrapServers)).toEqual(['3', '4', '1'])
      expect(await readAsGroup(brokkr.bootstrapServers, 'd')).toBe('record d')
    }
  })

  test('those of KIP-848 go on as such on either side', { timeout: 300_000 }, async () => {
    await using folder = await temporaryFolder()
    const data = folder.join('data')
    {
      await using apache = await startApacheKafka({ logDirectory: data })
      await produce(apache.bootstrapServers, 'a\nb\n')
      expect(await readAsConsumer(apache.bootstrapServers, 2)).toBe('a\nb\n')
      expect(await typeOf(apache.bootstrapServers)).toBe('Consumer')
    }
    {
      await using brokkr = await startBrokerProcess({ data })
      expect(await typeOf(brokkr.bootstrapServers)).toBe('Consumer')
      expect(await progress(brokkr.bootstrapServers)).toEqual(['2', '2', '0'])
      await produce(brokkr.bootstrapServers, 'c\n')
      expect(await readAsConsumer(brokkr.bootstrapServers, 1)).toBe('c\n')
      await brokkr.kill()
    }
    {
      await using apache = await startApacheKafka({ logDirectory: data })
      expect(await typeOf(apache.bootstrapServers)).toBe('Consumer')
      expect(await progress(apache.bootstrapServers)).toEqual(['3', '3', '0'])
      await produce(apache.bootstrapServers, 'd\n')
      // Classic again, and so handed over once more.
      expect(await readAsGroup(apache.bootstrapServers, 'd')).toBe('record d')
    }
    {
      await using brokkr = await startBrokerProcess({ data })
      expect(await typeOf(brokkr.bootstrapServers)).toBe('Classic')
      expect(await progress(brokkr.bootstrapServers)).toEqual(['4', '4', '0'])
    }
  })

  test(
    'a member of KIP-848 goes on through a crash of Brokkr and a change to Apache Kafka',
    { timeout: 300_000 },
    async () => {
      await using folder = await temporaryFolder()
      const data = folder.join('data')
      const port = await freePort()
      await using stack = new AsyncDisposableStack()
      const lives = async (broker: { readonly bootstrapServers: string }, line: string): Promise<void> => {
        await produce(broker.bootstrapServers, `${line}\n`)
        await member.program.waitForLine(new RegExp(`"maxOffset":${line}\\D`))
      }
      const before = await startBrokerProcess({ data, port })
      await produce(before.bootstrapServers, '0\n')
      const how = { bootstrapServers: before.bootstrapServers, topic, group, protocol: 'consumer' } as const
      const member = stack.use(await startVerifiableConsumer(how))
      await member.program.waitForLine(/"maxOffset":0\D/)
      await before.kill()
      {
        await using again = await startBrokerProcess({ data, port })
        await lives(again, '1')
      }
      await using apache = await startApacheKafka({ logDirectory: data, port })
      await lives(apache, '2')
      expect(member.program.output()).not.toMatch(/partitions_revoked/)
    },
  )
})
