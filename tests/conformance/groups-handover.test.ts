import { describe, expect, test } from 'vitest'
import { startApacheKafka } from '../support/apache-kafka/broker.ts'
import { runKafkaTool } from '../support/apache-kafka/tools.ts'
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

  test('one of KIP-848 becomes a classic group, and Apache Kafka takes it back as one', async () => {
    await using folder = await temporaryFolder()
    const data = folder.join('data')
    {
      await using brokkr = await startBrokerProcess({ data })
      await produce(brokkr.bootstrapServers, 'a\nb\n')
    }
    {
      await using apache = await startApacheKafka({ logDirectory: data })
      const which = ['--topic', topic, '--from-beginning', '--max-messages', '2', '--group', group]
      const { stdout } = await runKafkaTool('org.apache.kafka.tools.consumer.ConsoleConsumer', [
        '--bootstrap-server',
        apache.bootstrapServers,
        ...which,
        '--command-property',
        'group.protocol=consumer',
      ])
      expect(stdout).toBe('a\nb\n')
      expect(await typeOf(apache.bootstrapServers)).toBe('Consumer')
    }
    {
      await using brokkr = await startBrokerProcess({ data })
      expect(await progress(brokkr.bootstrapServers)).toEqual(['2', '2', '0'])
      await produce(brokkr.bootstrapServers, 'c\n')
      expect(await readAsGroup(brokkr.bootstrapServers, 'c')).toBe('record c')
    }
    {
      await using apache = await startApacheKafka({ logDirectory: data })
      expect(await typeOf(apache.bootstrapServers)).toBe('Classic')
      expect(await progress(apache.bootstrapServers)).toEqual(['3', '3', '0'])
    }
  })
})
