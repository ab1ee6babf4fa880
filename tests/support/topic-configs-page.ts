import type { ConfigDefinition } from '../../broker/metadata/configs/config-definition.ts'
import { topicConfigs } from '../../broker/metadata/configs/topic-configs.ts'

/** What becomes of a config on one node; `null` for a remark where there is nothing to add to its documentation. */
type Standing = readonly ['honoured' | 'not applicable', remark: string | null]

const honoured: Standing = ['honoured', null]
const newSegments: Standing = ['honoured', 'A change holds for segments that begin after it, as in Apache Kafka.']
const oneReplica: Standing = ['not applicable', 'There is one replica of everything.']
const noTiers: Standing = ['not applicable', 'There is no tiered storage; the value is kept and shown.']

const standings: Readonly<Record<string, Standing>> = {
  'cleanup.policy': honoured,
  'compression.gzip.level': ['honoured', 'Where the broker compresses anew.'],
  'compression.lz4.level': [
    'not applicable',
    'The codec in use knows one level, its fastest. Any client reads what it writes.',
  ],
  'compression.type': ['honoured', 'Batches that already have the codec are kept as they came.'],
  'compression.zstd.level': ['honoured', 'Where the broker compresses anew.'],
  'delete.retention.ms': ['honoured', 'For transaction markers, too.'],
  'file.delete.delay.ms': honoured,
  'flush.messages': honoured,
  'flush.ms': ['honoured', 'Looked at every second.'],
  'follower.replication.throttled.replicas': oneReplica,
  'index.interval.bytes': newSegments,
  'leader.replication.throttled.replicas': oneReplica,
  'local.retention.bytes': noTiers,
  'local.retention.ms': noTiers,
  'max.compaction.lag.ms': ['honoured', 'In a compacted topic it closes segments, too, as `segment.ms` does.'],
  'max.message.bytes': honoured,
  'message.timestamp.after.max.ms': honoured,
  'message.timestamp.before.max.ms': honoured,
  'message.timestamp.type': honoured,
  'min.cleanable.dirty.ratio': honoured,
  'min.compaction.lag.ms': honoured,
  'min.insync.replicas': [
    'not applicable',
    'There is one replica of everything, and no more than all replicas are ever demanded.',
  ],
  preallocate: newSegments,
  'remote.log.copy.disable': noTiers,
  'remote.log.delete.on.disable': noTiers,
  'remote.storage.enable': noTiers,
  'retention.bytes': honoured,
  'retention.ms': honoured,
  'segment.bytes': honoured,
  'segment.index.bytes': honoured,
  'segment.jitter.ms': newSegments,
  'segment.ms': honoured,
  'unclean.leader.election.enable': oneReplica,
}

/** Those of which the page says that they act. */
export const honouredTopicConfigs: readonly string[] = Object.keys(standings).filter(
  (name) => standings[name]?.[0] === 'honoured',
)

/** The page of the documentation that says what becomes of each topic config; names that it does not know throw. */
export function topicConfigsPage(): string {
  const unknown = Object.keys(standings).find((name) => !topicConfigs.has(name))
  if (unknown !== undefined) throw new Error(`${unknown} is no topic config.`)
  const rows = [...topicConfigs.values()].map((definition) => {
    const standing = standings[definition.name]
    if (standing === undefined) throw new Error(`Nothing is said of ${definition.name}.`)
    const [what, remark] = standing
    const text = remark === null ? definition.documentation : `${definition.documentation} *${remark}*`
    const fallback = definition.synonyms.map(({ name }) => `\`${name}\``).join(', ')
    return `| \`${definition.name}\` | ${what} | ${defaultOf(definition)} | ${fallback} | ${text} |`
  })
  return `${opening}\n${rows.join('\n')}\n`
}

const opening = `# Topic configs

Every config that a topic of Apache Kafka 4.3 can have, and what becomes of it on Brokkr's one node. All can be set, are
checked, shown and kept, so that they hold when the directory is handed to Apache Kafka. Those that are *honoured* act
at once when they change, on the topic itself or by the broker config that stands in where the topic says nothing: in
the properties file, or changed while the broker runs.

| config | on one node | default | broker config | what it does |
| --- | --- | --- | --- | --- |`

function defaultOf({ defaultValue }: ConfigDefinition): string {
  return defaultValue === null || defaultValue === '' ? '' : `\`${defaultValue}\``
}
