import { beforeAll, describe, expect, test } from 'vitest'
import { kafkasUnderTest, type KafkaUnderTest } from '../support/kafka-under-test.ts'
import { startProgram } from '../support/program.ts'
import { runCommand } from '../support/run-command.ts'
import { isMissing } from '../support/system-requirements.ts'

describe.each(kafkasUnderTest)('kcat with $name', ({ isMissing: isKafkaMissing, start }) => {
  describe.skipIf(isMissing('kcat') || isKafkaMissing)('', () => {
    let kafka: KafkaUnderTest
    beforeAll(async () => {
      kafka = await start()
      return () => kafka[Symbol.asyncDispose]()
    })

    const kcat = (args: readonly string[], stdin = ''): Promise<string> => {
      return runCommand('kcat', ['-b', kafka.bootstrapServers, ...args], { stdin })
    }
    const read = ['-C', '-e', '-q', '-o', 'beginning']

    test('keys, ordered headers with duplicates, empty values and tombstones come back as they were sent', async () => {
      const topic = 'with-headers'
      const headers = ['-H', 'trace=1', '-H', 'lang=grüße', '-H', 'trace=2']
      await kcat(['-P', '-t', topic, '-K', ':', ...headers], 'one:first\ntwo:second\n')
      await kcat(['-P', '-t', topic, '-K', ':', '-Z'], 'three:\n')
      expect(await kcat([...read, '-t', topic, '-f', '%o|%k|%s|%S|%h\n'])).toBe(
        [
          '0|one|first|5|trace=1,lang=grüße,trace=2',
          '1|two|second|6|trace=1,lang=grüße,trace=2',
          '2|three||-1|',
          '',
        ].join('\n'),
      )
    })

    test('the list of metadata names the broker and the topic with its partitions', async () => {
      await kcat(['-P', '-t', 'listed'], 'x\n')
      const listed = await kcat(['-L', '-t', 'listed'])
      expect(listed).toContain(`broker 1 at ${kafka.bootstrapServers}`)
      expect(listed).toContain('topic "listed" with 1 partitions:\n    partition 0, leader 1, replicas: 1, isrs: 1')
    })

    test.each(['none', 'gzip', 'snappy', 'lz4', 'zstd'])('records compressed with %s come back', async (codec) => {
      const topic = `compressed-${codec}`
      const lines = Array.from({ length: 500 }, (_, index) => `line ${index} of the same words again and again\n`).join(
        '',
      )
      // A batch that comes before the broker leads the new topic is sent again: none may overtake it.
      await kcat(['-P', '-t', topic, '-z', codec, '-X', 'max.in.flight=1'], lines)
      expect(await kcat([...read, '-t', topic])).toBe(lines)
    })

    test('offsets are found by timestamp', async () => {
      const topic = 'by-time'
      await kcat(['-P', '-t', topic], 'a\nb\n')
      expect(await kcat(['-Q', '-t', `${topic}:0:-1`])).toBe(`${topic} [0] offset 2\n`)
      expect(await kcat(['-Q', '-t', `${topic}:0:1`])).toBe(`${topic} [0] offset 0\n`)
    })

    test('as a group it reads everything, and when it comes back only what is new', async () => {
      const topic = 'grouped'
      await kcat(['-P', '-t', topic], 'a\nb\n')
      const readAsGroup = async (last: string): Promise<string> => {
        const settings = ['-X', 'auto.offset.reset=earliest', '-f', 'record %s\n', '-u']
        const args = ['-b', kafka.bootstrapServers, ...settings, '-G', 'g_kcat', topic]
        await using member = await startProgram('kcat', args)
        await member.waitForLine(new RegExp(`^record ${last}$`))
        await member.stop()
        return (
          member
            .output()
            .match(/^record .*$/gm)
            ?.join() ?? ''
        )
      }
      expect(await readAsGroup('b')).toBe('record a,record b')
      await kcat(['-P', '-t', topic], 'c\n')
      expect(await readAsGroup('c')).toBe('record c')
    })
  })
})
