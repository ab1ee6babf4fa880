import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { kafkasUnderTest, type KafkaUnderTest } from '../support/kafka-under-test.ts'
import { startProgram } from '../support/program.ts'
import { runCommand } from '../support/run-command.ts'
import { isMissing, PYTHON } from '../support/system-requirements.ts'

const script = (name: string): string => join(import.meta.dirname, 'kafka-python', `${name}.py`)

describe.each(kafkasUnderTest)('kafka-python with $name', ({ isMissing: isKafkaMissing, start }) => {
  describe.skipIf(isMissing('kafkaPython') || isKafkaMissing)('', () => {
    let kafka: KafkaUnderTest
    beforeAll(async () => {
      kafka = await start()
      return () => kafka[Symbol.asyncDispose]()
    })

    const run = async (name: string, ...args: string[]): Promise<string[]> => {
      const output = await runCommand(PYTHON, [script(name), ...args])
      return output.trimEnd().split('\n')
    }
    const consumeArguments = (topic: string, ...args: string[]): string[] => {
      return ['--bootstrap-servers', kafka.bootstrapServers, '--topic', topic, ...args]
    }

    test('a producer sends raw bytes one by one; consumers without a group read from latest and from earliest', async () => {
      const topic = 'quickstart-events'
      expect(await run('produce', kafka.bootstrapServers, topic, '148', '150')).toEqual([
        `${topic} 0`,
        `${topic} 1`,
        `${topic} 2`,
      ])

      const args = consumeArguments(topic, '--start', 'latest', '--count', '2')
      await using fromLatest = await startProgram(PYTHON, [script('consume'), ...args])
      await fromLatest.waitForLine(/^ready$/)
      await run('produce', kafka.bootstrapServers, topic, '151', '152')
      expect(await fromLatest.ended).toMatchObject({ code: 0 })
      expect(fromLatest.output()).toBe('ready\n3 raw_bytes_151\n4 raw_bytes_152\n')

      expect(await run('consume', ...consumeArguments(topic, '--start', 'earliest', '--count', '5'))).toEqual(
        [148, 149, 150, 151, 152].map((number, offset) => `${offset} raw_bytes_${number}`),
      )
    })

    test('a consumer of a group that was stopped finds only the new messages when it comes back', async () => {
      const topic = 'comes-back'
      const consume = (count: number): Promise<string[]> => {
        return run(
          'consume',
          ...consumeArguments(topic, '--group', 'g_1', '--start', 'earliest', '--count', String(count)),
        )
      }
      await run('produce', kafka.bootstrapServers, topic, '1', '3')
      expect(await consume(3)).toEqual(['0 raw_bytes_1', '1 raw_bytes_2', '2 raw_bytes_3'])
      await run('produce', kafka.bootstrapServers, topic, '4', '5')
      expect(await consume(2)).toEqual(['3 raw_bytes_4', '4 raw_bytes_5'])
    })

    test('two consumers of one group share four partitions, and one takes all when the other leaves', async () => {
      const topic = 'shared'
      expect(await run('create_topic', kafka.bootstrapServers, topic, '4')).toEqual(['created'])
      const member = [script('member'), kafka.bootstrapServers, topic, 'g_2']
      await using first = await startProgram(PYTHON, member)
      // The client may join before it knows of the topic's partitions: then it has none at first, and joins again.
      await first.waitForLine(/^assignment \d+: 0,1,2,3$/)

      await using second = await startProgram(PYTHON, member)
      const half = /^assignment (\d+): (0,1|2,3)$/
      const [, , ofFirst = ''] = await first.waitForLine(half)
      const [, , ofSecond = ''] = await second.waitForLine(half)
      expect([ofFirst, ofSecond].sort()).toEqual(['0,1', '2,3'])

      expect(await second.stop()).toMatchObject({ code: 0 })
      expect(second.output()).toContain('closed')
      await expect
        .poll(() =>
          first
            .output()
            .match(/(?<=^assignment \d+: ).*$/gm)
            ?.at(-1),
        )
        .toBe('0,1,2,3')
      await run('produce', kafka.bootstrapServers, topic, '1', '8')
      for (let number = 1; number <= 8; number++) {
        await first.waitForLine(new RegExp(`^record \\d raw_bytes_${number}$`))
      }
    })
  })
})
