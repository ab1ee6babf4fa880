import { beforeAll, describe, expect, test } from 'vitest'
import { startApacheKafka } from '../support/apache-kafka/broker.ts'
import { runKafkaTool } from '../support/apache-kafka/tools.ts'
import { startBrokerProcess } from '../support/start-broker.ts'
import { isMissing } from '../support/system-requirements.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const features = 'org.apache.kafka.tools.FeatureCommand'
const quorum = 'org.apache.kafka.tools.MetadataQuorumCommand'

/** What an administrator types, one after the other, at clusters that were formatted as 4.0. */
const story: readonly (readonly [what: string, tool: string, args: readonly string[]])[] = [
  ['the features are described', features, ['describe']],
  ['an upgrade is tried', features, ['upgrade', '--metadata', '4.2-IV1', '--dry-run']],
  ['the cluster is upgraded', features, ['upgrade', '--release-version', '4.1']],
  ['one feature goes down', features, ['downgrade', '--feature', 'group.version=0']],
  ['a metadata.version that loses something is refused', features, ['downgrade', '--metadata', '3.9-IV0', '--unsafe']],
  ['a feature is disabled', features, ['disable', '--feature', 'eligible.leader.replicas.version']],
  ['an unknown feature is refused', features, ['upgrade', '--feature', 'nonsense=1']],
  ['an unknown level is refused', features, ['upgrade', '--feature', 'transaction.version=9']],
  ['the features are described as they are now', features, ['describe']],
  ['the quorum is described', quorum, ['describe', '--status']],
  ['its replicas are described', quorum, ['describe', '--replication']],
]

/** Without ids, offsets, times and addresses. */
function essence(text: string): string {
  return text
    .replaceAll(/127\.0\.0\.1:\d+/g, 'HOST')
    .replaceAll(/[\w-]{22}/g, 'ID')
    .replaceAll(/\d{13}/g, 'TIME')
    .replaceAll(/Epoch: \d+$/gm, 'Epoch: OFFSET')
    .replace(/(HighWatermark: +|ID\t)\d+ */, '$1OFFSET')
}

describe.skipIf(isMissing('java', 'maven'))('tools for features and the quorum say the same of both brokers', () => {
  const bootstrapServers: string[] = []
  beforeAll(async () => {
    const stack = new AsyncDisposableStack()
    const folder = stack.use(await temporaryFolder('features-'))
    const ours = stack.use(await startBrokerProcess({ data: folder.join('data') }))
    const theirs = stack.use(await startApacheKafka({ format: ['--release-version', '4.0'] }))
    bootstrapServers.push(ours.bootstrapServers, theirs.bootstrapServers)
    return () => stack.disposeAsync()
  })

  test.each(story)('%s', async (what, tool, args) => {
    const [ours, theirs] = await Promise.all(
      bootstrapServers.map(async (servers) => {
        const { exitCode, stdout } = await runKafkaTool(tool, ['--bootstrap-server', servers, ...args])
        return { exitCode, text: essence(stdout) }
      }),
    )
    expect(ours).toEqual(theirs)
    expect(theirs?.exitCode).toBe(what.endsWith('refused') ? 1 : 0)
  })
})
