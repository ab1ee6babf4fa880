import { beforeAll, describe, expect, test } from 'vitest'
import { runKafkaTool } from '../support/apache-kafka/tools.ts'
import { kafkasUnderTest, type KafkaUnderTest } from '../support/kafka-under-test.ts'
import { isMissing } from '../support/system-requirements.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { writeFile } from 'node:fs/promises'

const acls = 'org.apache.kafka.tools.AclCommand'
const configs = 'kafka.admin.ConfigCommand'
const topics = 'org.apache.kafka.tools.TopicCommand'
const reassign = 'org.apache.kafka.tools.reassign.ReassignPartitionsCommand'

const properties = {
  'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
  'super.users': 'User:ANONYMOUS;User:root',
}

const ann = ['--allow-principal', 'User:ann']

/** What an administrator types, one after the other. */
const story: readonly (readonly [what: string, tool: string, args: readonly string[]])[] = [
  ['a topic is made', topics, ['--create', '--topic', 'orders']],
  ['a consumer is let in', acls, ['--add', ...ann, '--consumer', '--topic', 'orders', '--group', 'g']],
  [
    'a producer is let in by a prefix',
    acls,
    ['--add', ...ann, '--producer', '--topic', 'or', '--resource-pattern-type', 'prefixed'],
  ],
  [
    'one host is kept out',
    acls,
    ['--add', '--deny-principal', 'User:*', '--deny-host', '10.0.0.1', '--operation', 'Read', '--topic', '*'],
  ],
  ['all ACLs are listed', acls, ['--list']],
  ['those that concern a topic are listed', acls, ['--list', '--topic', 'orders', '--resource-pattern-type', 'match']],
  ['some are removed', acls, ['--remove', '--force', '--topic', 'or', '--resource-pattern-type', 'prefixed']],
  ['the rest is listed', acls, ['--list']],
  ['an impossible ACL is refused', acls, ['--add', ...ann, '--operation', 'Write', '--group', 'g']],
  [
    'a user gets quotas',
    configs,
    [
      '--alter',
      '--add-config',
      'producer_byte_rate=1024,consumer_byte_rate=2048',
      '--entity-type',
      'users',
      '--entity-name',
      'ann',
    ],
  ],
  [
    'every client of a user gets one',
    configs,
    [
      '--alter',
      '--add-config',
      'request_percentage=50',
      '--entity-type',
      'users',
      '--entity-name',
      'ann',
      '--entity-type',
      'clients',
      '--entity-default',
    ],
  ],
  [
    'all clients get one',
    configs,
    ['--alter', '--add-config', 'controller_mutation_rate=10', '--entity-type', 'clients', '--entity-default'],
  ],
  [
    'an address gets one',
    configs,
    ['--alter', '--add-config', 'connection_creation_rate=200', '--entity-type', 'ips', '--entity-name', '10.1.2.3'],
  ],
  ['quotas of users are described', configs, ['--describe', '--entity-type', 'users']],
  ['quotas of one user are described', configs, ['--describe', '--entity-type', 'users', '--entity-name', 'ann']],
  ['quotas of clients are described', configs, ['--describe', '--entity-type', 'clients']],
  ['quotas of addresses are described', configs, ['--describe', '--entity-type', 'ips']],
  [
    'a quota is taken away',
    configs,
    ['--alter', '--delete-config', 'consumer_byte_rate', '--entity-type', 'users', '--entity-name', 'ann'],
  ],
  ['what is left is described', configs, ['--describe', '--entity-type', 'users', '--entity-name', 'ann']],
  [
    'a quota that does not exist is refused',
    configs,
    ['--alter', '--add-config', 'speed=1', '--entity-type', 'users', '--entity-name', 'ann'],
  ],
  ['nothing is being moved', reassign, ['--list']],
]

/**
 * Lines without an order, as Kafka's tools print maps; ids and addresses differ from one cluster to the next. What the tool for
 * ACLs lists at once after a change is left out: Apache Kafka's broker may not have heard of it. The story lists them later.
 */
function essence(text: string, args: readonly string[]): string[] {
  const isChange = args.includes('--add') || args.includes('--remove')
  return (isChange ? text.replace(/^Current ACLs for resource[\s\S]*/m, '') : text)
    .split('\n')
    .map((line) =>
      line
        .replaceAll(/127\.0\.0\.1:\d+/g, 'HOST')
        .replaceAll(/"log_dirs":\[[^\]]*\]/g, 'LOG_DIRS')
        .trim()
        .replace(/,$/, ''),
    )
    .map((line) => line.split(', ').toSorted().join(', '))
    .filter((line) => line !== '' && !line.startsWith('at '))
    .toSorted()
}

describe.skipIf(isMissing('java', 'maven'))("an administrator's tools say the same of both brokers", () => {
  const kafkas: KafkaUnderTest[] = []
  beforeAll(async () => {
    for (const { start } of kafkasUnderTest) kafkas.push(await start({ properties }))
    return async () => {
      for (const kafka of kafkas) await kafka[Symbol.asyncDispose]()
    }
  })

  const runAtBoth = (tool: string, args: readonly string[]) =>
    Promise.all(
      kafkas.map(async ({ bootstrapServers }) => {
        const { exitCode, stdout } = await runKafkaTool(tool, ['--bootstrap-server', bootstrapServers, ...args])
        return { exitCode, lines: essence(stdout, args) }
      }),
    )

  test.each(story)('%s', async (what, tool, args) => {
    const [ours, theirs] = await runAtBoth(tool, args)
    expect(ours).toEqual(theirs)
    // A tool that did not run at all would say the same, too.
    expect(theirs?.exitCode).toBe(what.endsWith('is refused') ? 1 : 0)
  })

  test('a partition is moved to where it is, and to where there is nothing', async () => {
    await using folder = await temporaryFolder()
    for (const replicas of [[1], [2]]) {
      const file = folder.join(`to-${replicas.join('-')}.json`)
      await writeFile(file, JSON.stringify({ version: 1, partitions: [{ topic: 'orders', partition: 0, replicas }] }))
      const [ours, theirs] = await runAtBoth(reassign, ['--execute', '--reassignment-json-file', file])
      expect(ours).toEqual(theirs)
    }
  })
})
