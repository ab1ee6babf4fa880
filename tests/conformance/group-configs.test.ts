import { describe, expect, test } from 'vitest'
import { runKafkaTool } from '../support/apache-kafka/tools.ts'
import { kafkasUnderTest } from '../support/kafka-under-test.ts'
import { isMissing } from '../support/system-requirements.ts'

describe.skipIf(isMissing('java', 'maven')).each(kafkasUnderTest)(
  'configurations of groups with $name',
  ({ start }) => {
    test('are set, shown with where they come from, refused beyond the limits, and removed', async () => {
      await using kafka = await start()
      const configs = (...args: string[]) => {
        const of = ['--bootstrap-server', kafka.bootstrapServers, '--entity-type', 'groups', '--entity-name', 'billing']
        return runKafkaTool('kafka.admin.ConfigCommand', [...of, ...args])
      }
      const shown = async (): Promise<readonly string[]> => {
        const { stdout } = await configs('--describe', '--all')
        return stdout
          .split('\n')
          .map((line) => line.trim())
          .filter((line) => line.includes('='))
          .sort()
      }
      const untouched = await shown()
      expect(untouched).toContain(
        'consumer.session.timeout.ms=45000 sensitive=false synonyms={DEFAULT_CONFIG:group.consumer.session.timeout.ms=45000}',
      )
      expect(untouched.map((line) => line.split('=')[0])).toEqual([
        'consumer.assignment.interval.ms',
        'consumer.heartbeat.interval.ms',
        'consumer.session.timeout.ms',
        'share.assignment.interval.ms',
        'share.auto.offset.reset',
        'share.delivery.count.limit',
        'share.heartbeat.interval.ms',
        'share.isolation.level',
        'share.partition.max.record.locks',
        'share.record.lock.duration.ms',
        'share.renew.acknowledge.enable',
        'share.session.timeout.ms',
        'streams.assignment.interval.ms',
        'streams.heartbeat.interval.ms',
        'streams.initial.rebalance.delay.ms',
        'streams.num.standby.replicas',
        'streams.session.timeout.ms',
      ])
      await configs('--alter', '--add-config', 'consumer.session.timeout.ms=50000,share.isolation.level=read_committed')
      expect((await shown()).filter((line) => line.includes('DYNAMIC'))).toEqual([
        'consumer.session.timeout.ms=50000 sensitive=false synonyms={DYNAMIC_GROUP_CONFIG:consumer.session.timeout.ms=50000, DEFAULT_CONFIG:group.consumer.session.timeout.ms=45000}',
        'share.isolation.level=read_committed sensitive=false synonyms={DYNAMIC_GROUP_CONFIG:share.isolation.level=read_committed, DEFAULT_CONFIG:share.isolation.level=read_uncommitted}',
      ])
      const short = await configs('--alter', '--add-config', 'consumer.session.timeout.ms=1000')
      expect(short.stdout + short.stderr).toContain(
        'consumer.session.timeout.ms must be greater than or equal to group.consumer.min.session.timeout.ms',
      )
      const unknown = await configs('--alter', '--add-config', 'consumer.colour=red')
      expect(unknown.stdout + unknown.stderr).toContain('Unknown group config name: consumer.colour')
      await configs('--alter', '--delete-config', 'consumer.session.timeout.ms,share.isolation.level')
      expect(await shown()).toEqual(untouched)
    })
  },
)
