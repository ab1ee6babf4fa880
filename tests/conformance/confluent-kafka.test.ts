import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { kafkasUnderTest } from '../support/kafka-under-test.ts'
import { runCommand } from '../support/run-command.ts'
import { isMissing, PYTHON } from '../support/system-requirements.ts'

describe.each(kafkasUnderTest)('confluent-kafka with $name', ({ isMissing: isKafkaMissing, start }) => {
  test.skipIf(isMissing('confluentKafka') || isKafkaMissing)(
    'a topic is created, filled idempotently, read by a group that commits, and deleted',
    async () => {
      await using kafka = await start()
      const script = join(import.meta.dirname, 'confluent-kafka/round_trip.py')
      expect((await runCommand(PYTHON, [script, kafka.bootstrapServers, 'round-trip'])).split('\n')).toEqual([
        'partitions 3',
        'undelivered 0',
        'first True',
        'second [300]',
        'committed 301',
        'end 301',
        'deleted',
        '',
      ])
    },
  )
})
